/** A file as one JSON value, whatever it was written in, with the way back from a pointer into it to a place in the file. */
import { type Document, parseAllDocuments } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue, type SourceRef, TraceError } from '@tracewright/core';
import { isTooDeep } from '../../reading/json-depth.ts';
import { parseJsonPrefix } from '../../reading/json-prefix.ts';
import { readBytes, type SourceFile } from '../../reading/source-file.ts';
import type { AdapterBody, Container } from '../adapter/adapter.ts';
import { depthAfter } from './depth-after.ts';
import { expandValue } from './expand-values.ts';
import { joinByIds } from './join-by-ids.ts';
import { plainLines } from './plain-lines.ts';
import { AS_MEMBERS, readElementMembers } from './read-element-members.ts';
import { readPairLines } from './read-pairs.ts';
import { readRecording, readScreen } from './read-screen.ts';
import { readTable } from './read-table.ts';
import { readTagTree } from './read-tag-tree.ts';
import { readTextRecords } from './read-text-records.ts';
import { readTranscripts } from './read-transcripts.ts';
import { takeOffPrefix, textOfLines, withSaid } from './take-off-prefix.ts';

export interface RawDocument {
  readonly path: string;
  readonly root: JsonValue;
  place(pointer: string): SourceRef;
  /** What could not be read. */
  readonly problems: readonly { readonly where: string; readonly message: string; readonly count: number }[];
}

/** A file is held whole while it is read. */
export const MAX_DOCUMENT_BYTES: number = 128 * 1024 * 1024;
/** YAML costs many times its size, and its aliases more: they are bounded too. */
const MAX_YAML_BYTES = 16 * 1024 * 1024;

async function readText(file: SourceFile, limit: number): Promise<string> {
  const { bytes, isWhole } = await readBytes(file, limit);
  if (!isWhole) throw tooLarge(limit);
  return new TextDecoder('utf-8').decode(bytes);
}

/**
 * A file, or of a larger one the lines at its beginning.
 *
 * @throws TraceError `limit-exceeded` where a larger one is a single value, which makes no sense broken off
 */
export async function readHead(file: SourceFile, limit: number): Promise<string> {
  const { bytes, isWhole } = await readBytes(file, limit);
  const text = new TextDecoder('utf-8').decode(bytes);
  if (isWhole) return text;
  const head = text.slice(0, text.lastIndexOf('\n') + 1);
  if (head === '' || isOpenValue(head.trimStart())) throw tooLarge(limit);
  return head;
}

/** A document of XML, or the one that opens in the first line. */
const XML_START = /^<(?:[?!]|[A-Za-z_][\w.:-]{0,60}(?:\s[^<>\n]{0,2000})?>\s{0,4}\n)/;

/** Whether it is the beginning of one value: other texts may begin with brackets, too (`[09:00] ...`, `<13>...`). */
function isOpenValue(text: string): boolean {
  return /^[[{]/.test(text) ? parseJsonPrefix(text).brokenAt === text.length : XML_START.test(text);
}

function tooLarge(limit: number): TraceError {
  return new TraceError('limit-exceeded', {
    message: `the file is larger than ${Math.round(limit / 1024 / 1024)} MiB, more than an adapter holds`,
    fix: 'split it, or write one record a line',
  });
}

export type ReadingRule = Pick<
  AdapterBody,
  'container' | 'screen' | 'prefix' | 'text' | 'tags' | 'expand' | 'transcripts'
>;

/** @throws TraceError `limit-exceeded`, `json-invalid` when nothing of the file can be read in this way */
export async function readDocument(file: SourceFile, rule: ReadingRule): Promise<RawDocument> {
  const text = await readText(file, rule.container === 'yaml' ? MAX_YAML_BYTES : MAX_DOCUMENT_BYTES);
  return parseDocument(file.path, text, rule);
}

export function parseDocument(path: string, text: string, rule: ReadingRule): RawDocument {
  const document =
    rule.screen === true
      ? // Lines of the screen are none of the file.
        { ...parsePrefixed(path, readScreen(readRecording(text) ?? text), rule), place: () => ({ path }) }
      : parsePrefixed(path, text, rule);
  return expandDocument(document, rule);
}

/** Containers of lines: values of JSON and cells of a table keep what stands at the ends of theirs. */
const LINED: ReadonlySet<Container> = new Set(['pairs', 'tags', 'text']);

/** Lines stay where they are without their prefix. */
function parsePrefixed(path: string, written: string, rule: ReadingRule): RawDocument {
  if (rule.prefix === undefined)
    return parseWritten(path, LINED.has(rule.container) ? plainLines(written) : written, rule);
  let text = plainLines(written);
  let said: readonly JsonObject[] = [];
  for (const prefix of rule.prefix) {
    const lines = takeOffPrefix(text, prefix);
    text = textOfLines(lines);
    said = lines.map((line, index) => ({ ...said[index], ...line.said }));
  }
  const document = parseWritten(path, text, rule);
  const root = withSaid(document.root, (index) => said[(document.place(`/${index}`).line ?? 0) - 1]);
  return { ...document, root };
}

/** Places lead to where the file has something: into a text that was JSON, to the text. */
export function expandDocument(
  document: RawDocument,
  rule: Pick<ReadingRule, 'expand' | 'transcripts'>,
): RawDocument {
  const { root } = document;
  const expanded = expandRoot(root, rule);
  if (expanded === root) return document;
  return { ...document, root: expanded, place: (pointer) => document.place(knownPart(root, pointer)) };
}

/** What values hide, written plainly. */
export function expandRoot(
  root: JsonValue,
  { expand, transcripts }: Pick<ReadingRule, 'expand' | 'transcripts'>,
): JsonValue {
  const joined = expand?.joined === undefined ? root : joinByIds(root, expand.joined);
  const expanded = expand === undefined ? joined : expandValue(joined, expand);
  return transcripts === undefined ? expanded : readTranscripts(expanded, transcripts);
}

function knownPart(root: JsonValue, pointer: string): string {
  let at: JsonValue | undefined = root;
  let known = '';
  for (const key of pointer.split('/').slice(1)) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(at)) at = (at as readonly JsonValue[])[Number(name)];
    else at = at !== undefined && isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
    if (at === undefined) break;
    known += `/${key}`;
  }
  return known;
}

function parseWritten(path: string, text: string, rule: ReadingRule): RawDocument {
  switch (rule.container) {
    case 'json': {
      const { value, brokenAt, message } = parseJsonPrefix(text);
      if (value === undefined || isTooDeep(value)) throw notReadable('JSON', message);
      return {
        path,
        root: value,
        place: (pointer) => ({ path, pointer }),
        problems: brokenAt === undefined ? [] : [{ where: `character ${brokenAt}`, message, count: 1 }],
      };
    }
    case 'json-values':
      return readValues(path, text);
    case 'pairs':
      return readPairs(path, text);
    case 'table': {
      const table = readTable(text);
      if (table === undefined) throw notReadable('a table', 'its first row names no columns');
      const { records, lines, broken } = table;
      return {
        path,
        root: records,
        place: placeInLines(path, lines),
        problems:
          broken === 0
            ? []
            : [{ where: '', message: 'a row has more cells than there are columns', count: broken }],
      };
    }
    case 'yaml':
      return readYaml(path, text);
    case 'tags': {
      const tags = new Set(rule.tags);
      const root = tags.has(AS_MEMBERS) ? readElementMembers(text, tags) : readTagTree(text, tags);
      return { path, root, place: () => ({ path }), problems: [] };
    }
    case 'text': {
      if (rule.text === undefined) throw notReadable('text', 'the adapter has no rule for it');
      const { records, places } = readTextRecords(text, rule.text);
      return {
        path,
        root: records,
        place(pointer) {
          const found = places[Number(pointer.split('/')[1])];
          return found === undefined ? { path } : { path, ...found };
        },
        problems: [],
      };
    }
  }
}

function notReadable(what: string, message: string): TraceError {
  return new TraceError('record-invalid', {
    message: `the file cannot be read as ${what}: ${message}`,
    fix: 'repair the file, or induce an adapter for it anew',
  });
}

function readPairs(path: string, text: string): RawDocument {
  const values: JsonValue[] = [];
  const lines: number[] = [];
  let broken: { where: string; message: string; count: number } | undefined;
  for (const { line, value } of readPairLines(text)) {
    if (value !== undefined) {
      values.push(value);
      lines.push(line);
    } else if (broken === undefined)
      broken = { where: `line ${line}`, message: 'no pairs of keys and values', count: 1 };
    else broken.count += 1;
  }
  return {
    path,
    root: values,
    place: placeInLines(path, lines),
    problems: broken === undefined ? [] : [broken],
  };
}

function placeInLines(path: string, lines: readonly number[]): RawDocument['place'] {
  return (pointer) => {
    const [, index = '', ...rest] = pointer.split('/');
    const line = lines[Number(index)];
    if (line === undefined) return { path };
    return { path, line, ...(rest.length === 0 ? {} : { pointer: `/${rest.join('/')}` }) };
  };
}

/** A value whose end is still to come. */
interface OpenValue {
  readonly line: number;
  readonly parts: string[];
  depth: number;
  readonly isOpened?: boolean;
}

function openValue(start: string, index: number): OpenValue {
  return { line: index + 1, parts: [start], depth: depthAfter(0, start) };
}

const OPENED = /[:=] {0,2}([[{])\s{0,4}$/;

/** JSON values one after another: a line each, or pretty-printed over many. What stands between them is left out and counted. */
function readValues(path: string, text: string): RawDocument {
  const values: JsonValue[] = [];
  const lines: number[] = [];
  let broken: { where: string; message: string; count: number } | undefined;
  const add = (line: number, value: JsonValue): void => {
    values.push(value);
    lines.push(line);
  };
  const fail = (line: number, message: string): void => {
    if (broken === undefined) broken = { where: `line ${line}`, message, count: 1 };
    else broken.count += 1;
  };
  let pending: OpenValue | undefined;
  let eventName: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (pending === undefined) {
      const event = /^event: ?(\S{1,80})$/.exec(line)?.[1];
      if (event !== undefined) eventName = event;
      // Server-sent events: the name of the event stands in a line of its own.
      const isSent = /^(?:data|event|id|retry):/.test(line);
      const trimmed = (isSent ? line.replace(/^data:/, '') : line).trim();
      if (trimmed === '' || (isSent && !/^[[{]/.test(trimmed)) || trimmed === '[DONE]') continue;
      if (!/^[[{]/.test(trimmed)) {
        // "- body: {": the value goes on in the lines below.
        const opening = OPENED.exec(line.slice(-40))?.[1];
        if (opening === undefined) fail(index + 1, 'not JSON');
        else pending = { ...openValue(opening, index), isOpened: true };
        continue;
      }
      const value = tryParse(trimmed);
      if (value !== undefined) {
        add(
          index + 1,
          eventName !== undefined && isJsonObject(value) ? { event: eventName, ...value } : value,
        );
        eventName = undefined;
      } else pending = openValue(line, index);
      continue;
    }
    // A value over many lines ends where a line closes what the first one opened.
    const isEnd = /^[\]}]/.test(line);
    const isStart = /^[[{]/.test(line);
    if (isStart && !isEnd) {
      fail(pending.line, 'a JSON value breaks off');
      const value = tryParse(line);
      pending = value === undefined ? openValue(line, index) : undefined;
      if (value !== undefined) add(index + 1, value);
      continue;
    }
    const next = isEnd ? /^[\]}]\s*(?=[[{])/.exec(line)?.[0] : undefined;
    pending.parts.push(next ?? line);
    pending.depth = depthAfter(pending.depth, next ?? line);
    if (!isEnd) continue;
    const isClosed = pending.depth <= 0;
    const value = isClosed ? tryParse(pending.parts.join('\n')) : undefined;
    // What is no value when all is closed is none with what follows: it is tried once.
    if (isClosed) pending.depth = Number.POSITIVE_INFINITY;
    if (value !== undefined) {
      add(pending.line, value);
      pending = next === undefined ? undefined : openValue(line.slice(next.length), index);
    } else if (pending.isOpened === true) {
      // Code, say: nothing in it is tried again.
      fail(pending.line, 'not JSON');
      pending = undefined;
    }
  }
  if (pending !== undefined) {
    const { value } = parseJsonPrefix(pending.parts.join('\n'));
    if (value !== undefined && isJsonObject(value) && !isTooDeep(value)) add(pending.line, value);
    fail(pending.line, 'the last JSON value breaks off');
  }
  return {
    path,
    root: values,
    place: placeInLines(path, lines),
    problems: broken === undefined ? [] : [broken],
  };
}

function tryParse(text: string): JsonValue | undefined {
  // What only opens is seen without the cost of an error: thousands of lines may do so.
  if (!'}]'.includes(text.trimEnd().at(-1) ?? '')) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null && !isTooDeep(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Characters that tell whether a text may be YAML: to find every error in a long one that is none takes time that is square in it. */
const YAML_HEAD = 20_000;

/** Whether the first part breaks long before it was cut. */
export function breaksAsYaml(text: string): boolean {
  const head = text.slice(0, YAML_HEAD);
  return parseYaml(head).some(({ errors }) => errors.some(({ pos: [at] }) => at < head.length / 2));
}

/** In longer texts keys may recur: each is compared with every other of its object. */
const MAX_UNIQUE = 100_000;

function parseYaml(text: string): Document.Parsed[] {
  const parsed = parseAllDocuments(text, {
    logLevel: 'silent',
    prettyErrors: false,
    version: '1.2',
    uniqueKeys: text.length <= MAX_UNIQUE,
  });
  return Array.isArray(parsed) ? parsed : [];
}

/** One document is the root itself; several are its elements. */
function readYaml(path: string, text: string): RawDocument {
  const starts = lineStarts(text);
  const documents = parseYaml(text);
  const roots: JsonValue[] = [];
  const problems: { where: string; message: string; count: number }[] = [];
  const kept: (typeof documents)[number][] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined)
      problems.push({
        where: `line ${lineAt(starts, error.pos[0])}`,
        message: error.message,
        count: document.errors.length,
      });
    const value = toJson(document);
    if (value === undefined || value === null) continue;
    roots.push(value);
    kept.push(document);
  }
  const [only] = roots;
  if (only === undefined) throw notReadable('YAML', problems[0]?.message ?? 'it is empty');
  const isSingle = roots.length === 1;
  return {
    path,
    root: isSingle ? only : roots,
    place(pointer) {
      const keys = pointer
        .split('/')
        .slice(1)
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
      const document = kept[isSingle ? 0 : Number(keys.shift() ?? 0)];
      const node: unknown =
        keys.length === 0
          ? document?.contents
          : document?.getIn(
              keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
              true,
            );
      const range = isRanged(node) ? node.range : undefined;
      return range === undefined
        ? { path }
        : { path, line: lineAt(starts, range[0]), endLine: lineAt(starts, Math.max(range[0], range[1] - 1)) };
    },
    problems,
  };
}

function isRanged(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

/** Times, big numbers and the like become JSON; what aliases blow up beyond the limit is refused. */
function toJson(document: { toJS(options: { maxAliasCount: number }): unknown }): JsonValue | undefined {
  try {
    const value = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 1_000 })) ?? 'null') as JsonValue;
    return isTooDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** 1-based. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
