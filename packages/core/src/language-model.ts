/**
 * A language model, as analysis sees it: a request of plain data in, an answer with its price out. Providers, budgets,
 * caches and recordings implement it (package `llm`); every feature that takes one says what it does without.
 */
import type { JsonObject, JsonValue } from './json.ts';
import type { ToolDefinition } from './run.ts';

export interface LanguageModel {
  /** `provider/model`. */
  readonly id: string;
  /** @throws TraceError `network-failed`, `limit-exceeded` (budget), `request-invalid`, `cancelled` */
  complete(request: CompletionRequest): Promise<Completion>;
}

export interface CompletionRequest {
  /** Instructions. Never text of a trace: that goes into messages, as quoted data. */
  readonly system: string;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ToolDefinition[];
  /** The model must answer in words: for the turn after the last call, whose messages still name the tools. */
  readonly forbidsToolCalls?: boolean;
  /** JSON Schema the answer's text must follow. The caller validates the value all the same. */
  readonly schema?: { readonly name: string; readonly value: JsonObject };
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly signal?: CancelSignal;
}

/** What is needed of an AbortSignal: core touches no platform. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export type ChatMessage =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly toolCalls?: readonly ChatToolCall[];
      /** Of the completion that this repeats. */
      readonly native?: JsonValue;
    }
  | { readonly role: 'tool'; readonly callId: string; readonly text: string; readonly isError?: boolean };

export interface ChatToolCall {
  readonly callId: string;
  readonly name: string;
  readonly arguments: JsonValue;
}

export interface Completion {
  readonly text: string;
  readonly toolCalls: readonly ChatToolCall[];
  /** The answer in the provider's own form, where it wants it back unchanged when the conversation goes on (signed reasoning). */
  readonly native?: JsonValue;
  /** `length`: cut at `maxOutputTokens`. */
  readonly finishReason: 'stop' | 'tool-calls' | 'length' | 'refused' | 'other';
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Absent where no price is known. */
  readonly costUsd?: number;
  /** Answered from a cache: costs nothing again. */
  readonly isCached: boolean;
}
