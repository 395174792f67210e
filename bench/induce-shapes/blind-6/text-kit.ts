/** What the text shapes of this set share: turns with one call each, centred rules, values as Python prints them. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { Call, Conversation, Turn } from '../conversations.ts';
import { callsOf, type Made, make, pick, pythonRepr, type Shape, type ShapeFile } from '../shape.ts';

/** One file for each of the conversations. */
export function textShape(
  source: string,
  ids: readonly string[],
  write: (conversation: Conversation, made: Made) => ShapeFile,
): Shape {
  return {
    source,
    form: 'text',
    files: () => pick(...ids).map((conversation) => write(conversation, make(conversation))),
  };
}

/** For agents that make one call at a time: further calls of a turn follow in wordless turns of their own. */
export function callByCall(turns: readonly Turn[]): Turn[] {
  return turns.flatMap((turn): Turn[] => {
    const calls = callsOf(turn);
    if (turn.by === 'user' || calls.length < 2) return [turn];
    return calls.map((call, index) =>
      index === 0 ? { ...turn, calls: [call] } : { by: 'agent', calls: [call] },
    );
  });
}

export interface IdentifiedCall extends Call {
  readonly id: string;
}

export function withIds(turn: Turn, nextId: (call: Call) => string): IdentifiedCall[] {
  return callsOf(turn).map((call) => ({ ...call, id: nextId(call) }));
}

/** As `str` gives it. */
export function pythonStr(value: JsonValue): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

export function pythonResult({ result }: Call): string {
  return pythonStr(result);
}

export function centre(text: string, width: number, stroke: string): string {
  const room = Math.max(0, width - text.length);
  const left = Math.floor(room / 2);
  return `${stroke.repeat(left)}${text}${stroke.repeat(room - left)}`;
}

/** `2025-09-03 08:14:07` of `2025-09-03T08:14:07.250Z`. */
export function toSeconds(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}

/** `2025-09-03 08:14:07,250`, as Python's `logging` writes it. */
export function toLoggingTime(time: string): string {
  return `${toSeconds(time)},${time.slice(20, 23)}`;
}

export function indentLines(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `${indent}${line}`))
    .join('\n');
}

/** The tools of a conversation, each once, with the arguments of its first call. */
export function listTools({ turns }: Conversation): [tool: string, args: JsonObject][] {
  const tools = new Map<string, JsonObject>();
  for (const call of turns.flatMap(callsOf)) if (!tools.has(call.tool)) tools.set(call.tool, call.arguments);
  return [...tools];
}

/** A declaration of a tool, as models are given it. */
export function declareTool(name: string, args: JsonObject): JsonObject {
  const properties = Object.fromEntries(
    Object.entries(args).map(([key, value]): [string, JsonObject] => [key, { type: typeName(value) }]),
  );
  return {
    name,
    description: `Runs ${name.replaceAll('_', ' ')}.`,
    parameters: { type: 'object', properties, required: Object.keys(args) },
  };
}

function typeName(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'string' : typeof value;
}
