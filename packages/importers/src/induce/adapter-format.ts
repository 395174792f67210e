/** An adapter as a format of the registry: it takes the files whose structure its fingerprint matches. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { type Detection, type ImportFormat, MATCH, refuse } from '../format.ts';
import type { Content } from '../reading/content.ts';
import type { AdapterBody, ImportAdapter } from './adapter/adapter.ts';
import { describeVersion } from './adapter/adapter-edit.ts';
import { measureAdapter } from './measure-adapter.ts';
import { findPlaces, pathOf } from './adapter/path.ts';
import { expandRoot, parseDocument, readDocument } from './containers/raw-document.ts';
import { recordsOf } from './interpreter/records-of.ts';
import { asRecord, findCase } from './adapter/select-value.ts';
import { runAdapter } from './interpreter/run-adapter.ts';

/** Records looked at. */
const LOOKED_AT = 100;
/** Share of records that a case must read, and of their members that the sample must have had. */
const MIN_READ = 0.5;
const MIN_KNOWN = 0.5;

/** @param force takes any file that can be read in the adapter's way: the user named it */
export function toImportFormat(adapter: ImportAdapter, force: boolean = false): ImportFormat {
  const { name, sources, body } = adapter;
  const found = body.fields.map(({ field }) => field);
  return {
    name,
    title: `adapter ${name}`,
    versions: `${describeVersion(adapter)}, ${sources.description}`,
    kept: found.length === 0 ? 'what its cases read' : found.join(', '),
    dropped: 'records that no case reads stay as events of the run, and are counted',
    specification: 'docs/induction.md',
    readsFile: true,
    detect: (content) => detect(body, content, force),
    async *import({ file }) {
      yield* runAdapter(adapter, await readDocument(file, body));
    },
  };
}

function detect(body: AdapterBody, content: Content, force: boolean): Detection {
  const root = rootOf(body, content);
  if (root === undefined) return refuse(`not ${body.container}`);
  if (force) return MATCH;
  let records = 0;
  let read = 0;
  let members = 0;
  let known = 0;
  const names = new Set(body.fingerprint.members);
  const seen = new Set<string>();
  for (const record of firstRecords(body, root)) {
    records += 1;
    if (findCase(record, body.cases) !== undefined) read += 1;
    for (const name of Object.keys(record)) {
      members += 1;
      if (!names.has(name)) continue;
      known += 1;
      seen.add(name);
    }
  }
  if (records === 0)
    return refuse(`no records at ${body.runs.at === '' ? '' : `${body.runs.at} `}${body.records}`);
  if (read < records * MIN_READ)
    return refuse(`${records - read} of ${records} records are of no known kind`);
  if (known < members * MIN_KNOWN)
    return refuse(`${members - known} of ${members} members of records are not known`);
  return {
    kind: 'match',
    fit: () =>
      fitOf(body, root) * share(read, records) * share(known, members) * (1 + share(seen.size, names.size)),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** How well what the first look shows is read. */
function fitOf(body: AdapterBody, root: JsonValue): number {
  return measureAdapter(body, [{ path: '', root, place: () => ({ path: '' }), problems: [] }]).score;
}

function* firstRecords(body: AdapterBody, root: JsonValue): Generator<JsonObject> {
  let count = 0;
  for (const run of findPlaces(root, pathOf(body.runs.at))) {
    for (const { value } of recordsOf(body, run)) {
      const record = asRecord(value);
      if (record !== undefined) yield record;
      if ((count += 1) >= LOOKED_AT) return;
    }
  }
}

/** What of the file the first look shows, in the adapter's container; undefined when it is another one. */
function rootOf(body: AdapterBody, content: Content): JsonValue | undefined {
  const expanded = (value: JsonValue): JsonValue => expandRoot(value, body);
  if (body.screen === true || body.prefix !== undefined)
    return content.kind === 'jsonl' || content.kind === 'text' || content.kind === 'xml'
      ? fromHead(body, content.head)
      : undefined;
  switch (content.kind) {
    case 'json':
      if (body.container === 'json') return expanded(content.value);
      // One line alone, or values over many lines: what stands first.
      if (body.container === 'json-values' && isJsonObject(content.value)) return expanded([content.value]);
      return undefined;
    case 'jsonl':
      return body.container === 'json-values' ? expanded(content.records) : fromHead(body, content.head);
    case 'text':
    case 'xml':
      // Server-sent events hold JSON and are none.
      return fromHead(body, content.head, true);
    case 'binary':
    case 'empty':
      return undefined;
  }
}

function fromHead(body: AdapterBody, head: string, isText: boolean = false): JsonValue | undefined {
  const isLines = body.screen !== true && body.prefix === undefined;
  if (isLines && (body.container === 'json' || (body.container === 'json-values' && !isText)))
    return undefined;
  try {
    return parseDocument('', head, body).root;
  } catch {
    return undefined;
  }
}
