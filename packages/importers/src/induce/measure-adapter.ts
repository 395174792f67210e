/** How much of a document an adapter reads, and whether what it reads hangs together. No labels are needed. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { AdapterBody, FieldName } from './adapter/adapter.ts';
import { FIELD_NAMES } from './adapter/adapter.ts';
import { createEchoFilter } from './interpreter/drop-echoes.ts';
import { createReplayFilter } from './interpreter/drop-replays.ts';
import { hasField } from './interpreter/has-field.ts';
import { GrowingRuns, runsOf } from './interpreter/growing-runs.ts';
import type { RawDocument } from './containers/raw-document.ts';
import { type Piece, piecesOf, readRecord } from './interpreter/read-record.ts';
import { recordsOf } from './interpreter/records-of.ts';
import { asRecord, findCase, isEmpty, lengthOf, textOf } from './adapter/select-value.ts';

export interface AdapterMeasure {
  readonly records: number;
  /** Share of the records that a case reads as more than a note. */
  readonly coverage: number;
  /** Share of the records' text that turned up in a turn. */
  readonly textShare: number;
  /** Share of calls and results that found each other; 1 where there are none. */
  readonly pairing: number;
  readonly calls: number;
  readonly results: number;
  readonly turns: number;
  /** Who says something: 1 where only users or only others do, 2 where both do. */
  readonly voices: number;
  /** A user says something. */
  readonly asks: boolean;
  /** Of the longer texts the share without those that repeat others; 1 where there are none. */
  readonly distinct: number;
  /** What is really said: pieces with words, calls, and results that are not empty. */
  readonly said: number;
  /** Places of the records that say any of it. */
  readonly saying: ReadonlySet<string>;
  /** Share of the records where each field was found. */
  readonly fields: Readonly<Partial<Record<FieldName, number>>>;
  /** One figure of all of it, for comparison. */
  readonly score: number;
}

/** Nothing of a log says what its calls brought. */
const ONLY_CALLS = 0.3;
/** Shorter texts may well be said twice. */
const REPEATED = 40;

/** @param skip records at the start that are read and not counted: those a proposal was made from */
export function measureAdapter(
  body: AdapterBody,
  documents: readonly RawDocument[],
  skip: number = 0,
): AdapterMeasure {
  let passed = 0;
  /** Documents with a record. */
  let seen = 0;
  let records = 0;
  let read = 0;
  let turns = 0;
  let calls = 0;
  let results = 0;
  let answered = 0;
  let textTotal = 0;
  let textRead = 0;
  let spoken = 0;
  let said = 0;
  let texts = 0;
  const distinct = new Set<string>();
  const voices = new Set<boolean>();
  const saying = new Set<string>();
  const fields = new Map<FieldName, number>();
  for (const document of documents) {
    // The records of most texts hold what was said more than once.
    const { printed, logged, sent, told } = body.text ?? {};
    const isLined =
      body.container === 'text' && printed !== true && logged !== true && sent !== true && told === undefined;
    const total = isLined ? textRecordLength(document.root) : distinctLength(document.root);
    let inDocument = 0;
    const before = records;
    // What is written again and again is read once.
    const conversations = body.runs.growing === undefined ? undefined : new GrowingRuns(body);
    let open = 0;
    const waiting = new Set<string>();
    for (const run of runsOf(document.root, body)) {
      if (conversations === undefined) {
        open = 0;
        waiting.clear();
      }
      const once = onceEach(body);
      const places =
        conversations === undefined ? recordsOf(body, run) : (conversations.add(run)?.added ?? []);
      for (const { value, pointer } of places) {
        const record = asRecord(value);
        if (record === undefined) continue;
        passed += 1;
        if (passed <= skip) continue;
        records += 1;
        const recordCase = findCase(record, body.cases);
        if (recordCase === undefined) continue;
        const whole = readRecord(record, recordCase, body, pointer);
        if (whole.as !== 'note') read += 1;
        for (const field of FIELD_NAMES)
          if (hasField(whole, field)) fields.set(field, (fields.get(field) ?? 0) + 1);
        const all = piecesOf(whole);
        const already = said;
        inDocument += Math.min(
          lengthOf(value),
          all.reduce((sum, piece) => sum + pieceLength(piece), 0),
        );
        for (const piece of once(all)) {
          if (piece.as === 'turn') turns += 1;
          if (piece.as === 'turn' && piece.text !== '' && piece.role !== 'system')
            voices.add(piece.role === 'user');
          if (piece.text !== '' || piece.calls.length > 0) spoken += 1;
          if (piece.text !== '' || piece.thought !== '') said += 1;
          for (const text of [piece.text, ...piece.results.map(({ content }) => textOf(content))]) {
            if (text.length < REPEATED) continue;
            texts += 1;
            distinct.add(text.slice(0, 500));
          }
          for (const call of piece.calls) {
            calls += 1;
            said += 1;
            if (call.result !== undefined) {
              if (!isEmpty(call.result.content)) said += 1;
              results += 1;
              answered += 1;
            } else if (call.callId !== undefined) waiting.add(call.callId);
            else open += 1;
          }
          for (const result of piece.results) {
            results += 1;
            if (!isEmpty(result.content)) said += 1;
            if (result.callId !== undefined && waiting.delete(result.callId)) answered += 1;
            else if (open > 0) {
              open -= 1;
              answered += 1;
            }
          }
          const isReply =
            body.pairing === 'next-turn' && (piece.role === 'user' || piece.role === 'environment');
          if (isReply && open > 0 && piece.results.length === 0) {
            open -= 1;
            answered += 1;
            results += 1;
          }
        }
        if (said > already) saying.add(`${document.path}${pointer}`);
      }
    }
    textTotal += conversations === undefined ? total : Math.min(total, inDocument);
    if (records > before) seen += 1;
    textRead += Math.min(total, inDocument);
  }
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const coverage = share(read, records);
  const textShare = share(textRead, textTotal);
  const pairing = calls + results === 0 ? 1 : (2 * answered) / (calls + results);
  // Records that say nothing are no turns; calls that pair are the surest sign that the reading is right.
  const says = share(spoken, records);
  const newTexts = texts === 0 ? 1 : distinct.size / texts;
  // A reading without any call is possible, and less sure than one whose calls find their results.
  const sure = calls + results === 0 ? 0.6 : results === 0 ? ONLY_CALLS : pairing;
  const score =
    records === 0
      ? 0
      : (0.2 * coverage +
          0.2 * textShare +
          0.3 * sure +
          0.1 * Math.min(1, says * 2) +
          (calls > 0 ? 0.2 : 0)) *
        // A reading that says the same again and again reads too much.
        (0.6 + 0.4 * newTexts) *
        // What most of the files do not hold is not what they are about.
        (0.4 + 0.6 * share(seen, skip > 0 ? seen : documents.length));
  return {
    records,
    coverage,
    textShare,
    pairing,
    calls,
    results,
    turns,
    voices: voices.size,
    asks: voices.has(true),
    distinct: newTexts,
    said,
    saying,
    fields: Object.fromEntries([...fields].map(([field, count]) => [field, share(count, records)])),
    score,
  };
}

/** Where a model writes calls and its runtime makes them, both are told once; of several runs in one list each may say the same. */
function onceEach({ runs, cases }: AdapterBody): (pieces: readonly Piece[]) => readonly Piece[] {
  const isTwice =
    cases.some(({ callsInText, role }) => callsInText !== undefined && role === 'agent') &&
    cases.some(({ as, fields }) => as === 'call' && fields.tool !== undefined);
  if (!isTwice || runs.groupBy !== undefined || runs.growing !== undefined) return (pieces) => pieces;
  const [replays, echoes] = [createReplayFilter(), createEchoFilter()];
  return (pieces) => replays.take(pieces).flatMap((piece) => echoes.take(piece) ?? []);
}

function pieceLength({ text, thought, calls, results, arguments: args }: Piece): number {
  return (
    text.length +
    thought.length +
    lengthOf(args ?? null) +
    calls.reduce(
      (sum, call) => sum + call.tool.length + lengthOf(call.arguments) + textOf(call.result?.content).length,
      0,
    ) +
    results.reduce((sum, result) => sum + textOf(result.content).length, 0)
  );
}

/** The records of a text hold it twice: as head and body, and whole. */
function textRecordLength(root: JsonValue): number {
  const records = Array.isArray(root) ? (root as readonly JsonValue[]) : [];
  return records.reduce<number>(
    (sum, record) => sum + textOf(isJsonObject(record) ? (record['text'] ?? '') : '').length,
    0,
  );
}

/** Characters of all texts in a value, a long one counted where it stands first. */
function distinctLength(root: JsonValue): number {
  const known = new Set<string>();
  const visit = (value: JsonValue): number => {
    if (typeof value === 'string') {
      if (value.length < REPEATED) return value.length;
      if (known.has(value)) return 0;
      known.add(value);
      return value.length;
    }
    if (typeof value !== 'object' || value === null) return 1;
    let sum = 0;
    for (const inner of Object.values(value) as JsonValue[]) sum += visit(inner);
    return sum;
  };
  return visit(root);
}
