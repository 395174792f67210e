/**
 * What text search reads of a span: decoded, never JSON text, where escapes would glue to words and hide what a person
 * types. The parts of a message, and the keys and leaves of a value, stand on lines of their own. Attributes are not read.
 * The texts are those of a stored span: well formed, without lone surrogates.
 */
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Message, MessagePart } from '../message.ts';
import type { Span } from '../span.ts';

export interface SearchText {
  /** As evidence names it, or `name`. */
  readonly path: string;
  readonly text: string;
}

/** The texts of a span: a search finds it when one of them contains what is sought. What it made comes before what it was given. */
export function* spanSearchTexts(span: Span): Generator<SearchText> {
  const { name, statusMessage, tool } = span;
  yield { path: 'name', text: name };
  if (statusMessage !== undefined) yield { path: 'statusMessage', text: statusMessage };
  if (tool?.arguments !== undefined) yield { path: 'tool/arguments', text: valueSearchText(tool.arguments) };
  if (tool?.result !== undefined) yield { path: 'tool/result', text: valueSearchText(tool.result) };
  for (const list of ['output', 'input'] as const) {
    for (const [index, message] of span[list].entries())
      yield { path: `${list}/${index}`, text: messageSearchText(message) };
  }
}

export function messageSearchText(message: Message): string {
  return message.parts.map(partSearchText).join('\n');
}

export function partSearchText(part: MessagePart): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.content;
    case 'tool_call':
      return `${part.name}\n${valueSearchText(part.arguments)}`;
    case 'tool_call_response':
      return valueSearchText(part.response);
    case 'media':
      return part.uri ?? '';
    case 'other':
      return `${part.name}\n${valueSearchText(part.value)}`;
  }
}

export function valueSearchText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  const lines: string[] = [];
  collect(value, lines);
  return lines.join('\n');
}

function collect(value: JsonValue, lines: string[]): void {
  if (Array.isArray(value)) {
    for (const inner of value as readonly JsonValue[]) collect(inner, lines);
  } else if (isJsonObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      lines.push(key);
      collect(inner, lines);
    }
  } else if (typeof value === 'string') {
    lines.push(value);
  } else if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
    lines.push(String(value));
  }
}
