/** What a shape is, the steps that a reader finds in it, and the small things that many logs have: ids, clocks, Python's way of writing values. */
import type { JsonValue } from '@tracewright/core';
import type { ExpectedStep } from '../induce-compare.ts';
import { type AgentTurn, type Call, type Conversation, CONVERSATIONS, type Turn } from './conversations.ts';
import { MORE_CONVERSATIONS } from './more-conversations.ts';
import { NEW_CONVERSATIONS } from './new-conversations.ts';
import { NEWEST_CONVERSATIONS } from './newest-conversations.ts';

export interface ShapeFile {
  readonly path: string;
  readonly text: string;
  /** The steps of each run in the file, in order. */
  readonly runs: readonly (readonly ExpectedStep[])[];
}

export interface Shape {
  /** What writes such logs. */
  readonly source: string;
  readonly form: 'json' | 'text';
  files(): readonly ShapeFile[];
}

/** Conversations by id, in the order asked for. */
export function pick(...ids: readonly string[]): Conversation[] {
  const all = [...CONVERSATIONS, ...MORE_CONVERSATIONS, ...NEW_CONVERSATIONS, ...NEWEST_CONVERSATIONS];
  return ids.flatMap((id) => all.filter((conversation) => conversation.id === id));
}

export interface ExpectOptions {
  /** The text that stands in the log, where it is not the plain one. */
  readonly result?: (call: Call) => string;
  readonly toolOf?: (call: Call) => string;
  readonly argumentsOf?: (call: Call) => JsonValue;
  /** Turns that the shape does not keep as such. */
  readonly keeps?: (turn: Turn) => boolean;
  /** What an agent says beside its calls is a record of its own, and so a step. */
  readonly textApart?: boolean;
}

/** System prompts give no step; what is thought or said beside calls is part of the first of them; a call and its result are one step. */
export function expectSteps(turns: readonly Turn[], options: ExpectOptions = {}): ExpectedStep[] {
  const { result = resultText, toolOf, argumentsOf, keeps, textApart = false } = options;
  return turns.flatMap((turn): ExpectedStep[] => {
    if (keeps?.(turn) === false) return [];
    if (turn.by === 'user') return [{ role: 'user' }];
    const calls = (turn.calls ?? []).map((call) => ({
      role: 'agent',
      tool: toolOf?.(call) ?? call.tool,
      arguments: argumentsOf?.(call) ?? call.arguments,
      result: result(call),
    }));
    const says = calls.length === 0 || (textApart && turn.text !== undefined);
    return says ? [{ role: 'agent' }, ...calls] : calls;
  });
}

/** A result as text: as it is, or as compact JSON. */
export function resultText({ result }: Call): string {
  return plainText(result);
}

export function plainText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** The turns before the user speaks again. */
export function firstEpisode({ turns }: Conversation): readonly Turn[] {
  return episodes(turns)[0] ?? [];
}

/** The turns from one message of the user to the next. */
export function episodes(turns: readonly Turn[]): Turn[][] {
  const list: Turn[][] = [];
  for (const turn of turns) {
    if (turn.by === 'user') list.push([turn]);
    else list.at(-1)?.push(turn);
  }
  return list;
}

export function callsOf(turn: Turn): readonly Call[] {
  return turn.by === 'agent' ? (turn.calls ?? []) : [];
}

export function speakerOf(turn: AgentTurn, { agent }: Conversation): string {
  return turn.name ?? agent;
}

export interface Made {
  /** Digits and letters, always the same for one seed. */
  token(length: number, alphabet?: string): string;
  hex(length: number): string;
  uuid(): string;
  number(low: number, high: number): number;
  /** Milliseconds since 1970, some seconds after the last one. */
  tick(seconds?: number): number;
  /** The same as ISO text. */
  time(seconds?: number): string;
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Ids, numbers and times of one conversation. */
export function make({ id, startedAt }: Conversation): Made {
  let state = Array.from(id).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
  let now = Date.parse(startedAt);
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const number = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const token = (length: number, alphabet: string = ALPHANUMERIC): string =>
    Array.from({ length }, () => alphabet[number(0, alphabet.length - 1)]).join('');
  const hex = (length: number): string => token(length, '0123456789abcdef');
  const tick = (seconds?: number): number => (now += Math.round((seconds ?? 0.4 + random() * 5) * 1000));
  return {
    token,
    hex,
    number,
    tick,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    time: (seconds) => new Date(tick(seconds)).toISOString(),
  };
}

/** As `json.dumps` writes it: a space after `,` and `:`, and nothing but ASCII unless `ensure_ascii=False`. */
export function pythonJson(value: JsonValue, isAscii: boolean = true): string {
  const text = isAscii ? asciiJson : (plain: string): string => JSON.stringify(plain);
  return writePython(value, { null: 'null', true: 'true', false: 'false', text });
}

/** As `repr` writes it: single quotes unless the text holds one and no double quote. */
export function pythonRepr(value: JsonValue): string {
  return writePython(value, { null: 'None', true: 'True', false: 'False', text: reprText });
}

interface Spelling {
  readonly null: string;
  readonly true: string;
  readonly false: string;
  readonly text: (text: string) => string;
}

function writePython(value: JsonValue, spelling: Spelling): string {
  if (value === null) return spelling.null;
  if (typeof value === 'boolean') return value ? spelling.true : spelling.false;
  if (typeof value === 'string') return spelling.text(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return `[${(value as readonly JsonValue[]).map((item) => writePython(item, spelling)).join(', ')}]`;
  const members = Object.entries(value as Record<string, JsonValue>);
  return `{${members.map(([key, item]) => `${spelling.text(key)}: ${writePython(item, spelling)}`).join(', ')}}`;
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^\u0020-\u007e]/g,
    (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`);
  return `${quote}${escaped.replaceAll(quote, `\\${quote}`)}${quote}`;
}

export function jsonLines(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

export function json(value: unknown, indent: number = 2): string {
  return `${JSON.stringify(value, null, indent)}\n`;
}
