import type { JsonValue } from './json.ts';

/**
 * One message of a conversation with a model, in the shape of the OpenTelemetry GenAI conventions v1.41
 * (`gen_ai.input.messages` / `gen_ai.output.messages`). Messages are content-addressed at rest: the same
 * message resent in every request is stored once.
 */
export interface Message {
  /** `system`, `user`, `assistant`, `tool`, or what the source says. */
  readonly role: string;
  /** The participant, where several share a role. */
  readonly name?: string;
  readonly parts: readonly MessagePart[];
}

export type MessagePart =
  | { readonly type: 'text'; readonly content: string }
  /** The model's own reasoning, kept as the source has it. */
  | { readonly type: 'reasoning'; readonly content: string }
  | { readonly type: 'tool_call'; readonly id?: string; readonly name: string; readonly arguments: JsonValue }
  | { readonly type: 'tool_call_response'; readonly id?: string; readonly response: JsonValue }
  | MediaPart
  /** A block of a type this version does not know, kept whole. */
  | { readonly type: 'other'; readonly name: string; readonly value: JsonValue };

/** Binary content: what describes it and where it lies; of a picture of moderate size also its bytes, as a data URL in `uri`. */
// A type, so that it is JSON.
export type MediaPart = {
  readonly type: 'media';
  readonly modality: string;
  readonly mimeType?: string;
  readonly uri?: string;
  readonly sizeBytes?: number;
};

/** The plain text of a message: its text parts joined by line breaks, without reasoning and tool traffic. */
export function messageText({ parts }: Message): string {
  return joinParts(parts, 'text');
}

/** The reasoning of a message, joined by line breaks. */
export function messageReasoning({ parts }: Message): string {
  return joinParts(parts, 'reasoning');
}

/** Asked of every message of every run: no list is made for the one text that most have. */
function joinParts(parts: readonly MessagePart[], type: 'text' | 'reasoning'): string {
  let joined: string | undefined;
  for (const part of parts)
    if (part.type === type) joined = joined === undefined ? part.content : `${joined}\n${part.content}`;
  return joined ?? '';
}
