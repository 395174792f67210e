/**
 * Lines that structured loggers write, each a record: `key=value`, values may be quoted or JSON; or a time, a level, what happened and
 * JSON of the rest (`2025-08-01T07:00:00Z INFO tool/call {"tool": "ls"}`).
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import { readPythonText } from '../written-calls/read-scalar.ts';
import { splitEntries } from './split-entries.ts';

const KEY = /[\s,]{0,8}([\p{L}_][\p{L}\p{N}_.@-]{0,60})=/uy;
const MAX_PAIRS = 60;

export interface PairLine {
  /** 1-based */
  readonly line: number;
  /** Undefined where it is not made of pairs. */
  readonly value: JsonObject | undefined;
}

/** The lines of a log that say something; of what was logged over several lines, as one where its first is no record alone. */
export function readPairLines(text: string): PairLine[] {
  return splitEntries(text).flatMap(({ lines, line }) => {
    const read = lines.flatMap((own, index): PairLine[] =>
      own.trim() === '' ? [] : [{ line: line + index, value: readPairs(own) }],
    );
    const whole = read.length > 1 && read[0]?.value === undefined ? readPairs(lines.join('\n')) : undefined;
    return whole === undefined ? read : [{ line, value: whole }];
  });
}

/**
 * Undefined when the line is not made of pairs.
 *
 * @param atLeast one pair may be a sentence, unless others around it are known to be pairs
 */
export function readPairs(line: string, atLeast: number = 2): JsonObject | undefined {
  const told = readEvent(line);
  if (told !== undefined) return told;
  const members: [string, JsonValue][] = [];
  let at = 0;
  while (at < line.length && members.length < MAX_PAIRS) {
    KEY.lastIndex = at;
    const match = KEY.exec(line);
    if (match?.[1] === undefined) break;
    at += match[0].length;
    const end = endOfValue(line, at);
    members.push([match[1], readValue(line.slice(at, end))]);
    at = end;
  }
  return members.length < atLeast || line.slice(at).trim() !== '' ? undefined : Object.fromEntries(members);
}

const EVENT =
  /^[[(]?(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)[\])]?[\s|-]{1,4}\[?(TRACE|DEBUG|INFO|WARN|WARNING|ERROR)\]?[\s:|-]{1,4}(?:\S{1,40}\s[-|:]?\s?)?([\p{L}][\p{L}\p{N} _./:-]{0,60}?)[\s:|-]{1,4}(?=\{)/iu;
const MAX_HEAD = 200;
/** "[2025-09-01T10:00:05Z] [notes] Message from client: {...}", or nothing between the time and the object. */
const MESSAGE =
  /^[[(]?(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)[\])]?[\s|-]{1,4}(?:([^\s{}][^{}]{0,100}?)[\s:|>-]{1,4})?(?=\{["}])/u;

/** Undefined when the line is not a time, a level, an event and an object. */
function readEvent(line: string): JsonObject | undefined {
  if (!line.includes('}')) return undefined;
  const match = EVENT.exec(line.slice(0, MAX_HEAD));
  const [head = '', time = '', level = '', event = ''] = match ?? [];
  if (match === null) return readMessage(line);
  const rest = readObject(line.slice(head.length));
  return rest !== undefined ? { time, level, event: event.trim(), ...rest } : undefined;
}

/** "agent-1  | {...}", "INFO {...}": which of several programs wrote the line, or its level. */
const WRITER =
  /^(?:[\w.-]{1,40}[ \t]{1,20}\||\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL)\]?:?)[ \t]{1,4}(?=\{["}])/iu;

/** Undefined when the line is not a time, perhaps some words, and an object. */
function readMessage(line: string): JsonObject | undefined {
  const writer = WRITER.exec(line.slice(0, MAX_HEAD));
  if (writer !== null) return readObject(line.slice(writer[0].length));
  const match = MESSAGE.exec(line.slice(0, MAX_HEAD));
  const [head = '', time = '', words] = match ?? [];
  const rest = match === null ? undefined : readObject(line.slice(head.length));
  return rest === undefined
    ? undefined
    : { time, ...(words === undefined ? {} : { event: words.trim() }), ...rest };
}

/** What a logger may print of its own behind the object. */
const TAIL = /\}\s{1,4}[[({][^{}[\]()"]{0,80}[\])}]\s{0,4}$/;

function readObject(text: string): JsonObject | undefined {
  const trimmed = text.trim();
  const tail = TAIL.exec(trimmed.slice(-100));
  const whole = tail === null ? trimmed : trimmed.slice(0, trimmed.length - tail[0].length + 1);
  for (const one of new Set([trimmed, whole])) {
    // Line breaks of a text may stand as they are.
    for (const json of one.endsWith('}') ? new Set([one, one.replaceAll(/\r?\n/g, String.raw`\n`)]) : []) {
      const value = decodeJsonText(json);
      if (isJsonObject(value)) return value;
    }
  }
  return undefined;
}

/** After the quoted text, after the brackets that close, or before the next blank. */
function endOfValue(line: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < line.length; at += 1) {
    const character = line[at] ?? '';
    // An apostrophe opens a text only where one may begin.
    const opens =
      character === '"' || (character === "'" && (at === from || /[\s[{(,:]/.test(line[at - 1] ?? '')));
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (opens) quote = character;
    else if ('[{('.includes(character)) depth += 1;
    else if (']})'.includes(character)) depth -= 1;
    else if (/\s/.test(character) && depth <= 0) return at;
  }
  return line.length;
}

function readValue(text: string): JsonValue {
  if (/^-?\d{1,15}(?:\.\d{1,9})?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return (/^'.*'$/s.test(text) ? readPythonText(text) : undefined) ?? decodeJsonText(text);
}
