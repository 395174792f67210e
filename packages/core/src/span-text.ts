/**
 * The texts of a span that evidence can quote, by path:
 * - `output/N`, `input/N`: the plain text of a message; `reasoning/N`: the reasoning of output message N;
 * - `output/N/parts/K`, `input/N/parts/K`: one part of it, such as a tool call's arguments or a tool's response;
 * - `tool/arguments`, `tool/result`, `statusMessage`.
 *
 * Structured values are read as their JSON text without spaces.
 */
import type { JsonValue } from './json.ts';
import { type Message, type MessagePart, messageReasoning, messageText } from './message.ts';
import type { Span } from './span.ts';

/** The text a path names, or undefined when the span has no such text. */
export function readSpanText(
  span: Pick<Span, 'statusMessage' | 'tool' | 'input' | 'output'>,
  path: string,
): string | undefined {
  switch (path) {
    case 'statusMessage':
      return span.statusMessage;
    case 'tool/arguments':
      return valueText(span.tool?.arguments);
    case 'tool/result':
      return valueText(span.tool?.result);
  }
  const match = /^(output|input|reasoning)\/(\d+)(?:\/parts\/(\d+))?$/.exec(path);
  if (match === null) return undefined;
  const [, list, index, part] = match;
  const message: Message | undefined = (list === 'input' ? span.input : span.output)[Number(index)];
  if (message === undefined) return undefined;
  if (part === undefined) return list === 'reasoning' ? messageReasoning(message) : messageText(message);
  return list === 'reasoning' ? undefined : partText(message.parts[Number(part)]);
}

function partText(part: MessagePart | undefined): string | undefined {
  switch (part?.type) {
    case 'text':
    case 'reasoning':
      return part.content;
    case 'tool_call':
      return valueText(part.arguments);
    case 'tool_call_response':
      return valueText(part.response);
    case 'other':
      return valueText(part.value);
    case 'media':
    case undefined:
      return undefined;
  }
}

/** Text stays as it is, other values become JSON. */
export function valueText(value: JsonValue): string;
export function valueText(value: JsonValue | undefined): string | undefined;
export function valueText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(value);
}
