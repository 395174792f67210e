/**
 * Runs an import adapter over a document: deterministic, and only what the adapter says. Paths are walked, words compared,
 * bounded patterns tried; nothing of the adapter or the file is executed.
 */
import { type JsonObject, type JsonValue, type Outcome } from '@tracewright/core';
import { hashRecord } from '../../building/ids.ts';
import { attempt } from '../../building/problems.ts';
import { createRunBuilder, type RunBuilder } from '../../building/run-builder.ts';
import { createUnknownTypes } from '../../building/unknown-types.ts';
import type { ImportItem } from '../../format.ts';
import type { AdapterBody, FactName, ImportAdapter } from '../adapter/adapter.ts';
import { createTurnAssembler, type TurnAssembler } from './assemble-turns.ts';
import { GrowingRuns, runsOf } from './growing-runs.ts';
import { findPlaces, pathOf, type Place } from '../adapter/path.ts';
import type { RawDocument } from '../containers/raw-document.ts';
import { type Piece, piecesOf, readRecord } from './read-record.ts';
import { recordsOf } from './records-of.ts';
import { asRecord, findCase, select, textOf } from '../adapter/select-value.ts';
import { createDrift, type Drift } from './drift.ts';

const MAX_WAITING = 2_000;

/** The runs of one document. */
export function* runAdapter(adapter: ImportAdapter, document: RawDocument): Generator<ImportItem> {
  const { body } = adapter;
  for (const { where, message, count } of document.problems) {
    yield {
      kind: 'problem',
      problem: {
        path: document.path,
        code: 'record-invalid',
        where,
        message: count === 1 ? message : `${message} (${count} times, here first)`,
        fix: 'what could be read was imported; repair the source and import again',
      },
    };
  }
  const drift = createDrift(body);
  const copies = new Map<string, number>();
  if (body.runs.growing === undefined) {
    for (const place of findPlaces(document.root, pathOf(body.runs.at)))
      yield* importRuns({ adapter, document, drift, unknown: createUnknownTypes() }, place, copies);
  } else yield* importGrowing({ adapter, document, drift, unknown: createUnknownTypes() }, copies);
  yield* drift.report(document.path);
}

interface OpenRun {
  readonly builder: RunBuilder;
  readonly turns: TurnAssembler;
  firstUserText: string | undefined;
  hasTaskText: boolean;
}

interface Importing {
  readonly adapter: ImportAdapter;
  readonly document: RawDocument;
  readonly drift: Drift;
  readonly unknown: ReturnType<typeof createUnknownTypes>;
}

function* importRuns(importing: Importing, run: Place, copies: Map<string, number>): Generator<ImportItem> {
  const { adapter, document, unknown } = importing;
  const { groupBy } = adapter.body.runs;
  const open = new Map<string, OpenRun>();
  let last: OpenRun | undefined;
  /** What stands before the first record that says its group. */
  let before: { readonly record: JsonObject; readonly pointer: string }[] = [];
  for (const { value, pointer } of recordsOf(adapter.body, run)) {
    const record = asRecord(value);
    if (record === undefined) continue;
    const group = groupBy === undefined ? '' : groupOf(record, groupBy);
    // A record without the group's id belongs to the run before it.
    const current = group === undefined ? last : open.get(group);
    if (current === undefined && group === undefined) {
      before.push({ record, pointer });
      continue;
    }
    last = current ?? begin(adapter, document, run, record, group ?? '', copies);
    if (group !== undefined) open.set(group, last);
    for (const early of before) yield* readInto(importing, last, early.record, early.pointer);
    before = [];
    yield* readInto(importing, last, record, pointer);
  }
  const [first] = before;
  if (first !== undefined) {
    const only = begin(adapter, document, run, first.record, '', copies);
    open.set('', only);
    for (const { record, pointer } of before) yield* readInto(importing, only, record, pointer);
  }
  for (const [index, current] of [...open.values()].entries())
    yield* finish(current, index === 0 ? unknown : undefined);
}

/** Runs that are one conversation, written again and again: what each of them adds is read. */
function* importGrowing(importing: Importing, copies: Map<string, number>): Generator<ImportItem> {
  const { adapter, document, unknown } = importing;
  const { body } = adapter;
  const conversations = new GrowingRuns(body);
  const open = new Map<number, OpenRun>();
  for (const place of runsOf(document.root, body)) {
    const grown = conversations.add(place);
    if (grown === undefined) continue;
    const { run, added } = grown;
    const known = open.get(run.id);
    const first = known === undefined ? asRecord(added[0]?.value ?? null) : undefined;
    const current =
      known ?? (first === undefined ? undefined : begin(adapter, document, place, first, '', copies));
    if (current === undefined) continue;
    open.set(run.id, current);
    for (const { value, pointer } of added) {
      const record = asRecord(value);
      if (record !== undefined) yield* readInto(importing, current, record, pointer);
    }
  }
  const whole = [...open].filter(([id]) => !conversations.isPart(id));
  for (const [index, [, current]] of whole.entries())
    yield* finish(current, index === 0 ? unknown : undefined);
}

function* readInto(
  { adapter: { body }, document, drift, unknown }: Importing,
  current: OpenRun,
  record: JsonObject,
  pointer: string,
): Generator<ImportItem> {
  const where = document.place(pointer);
  const told = describePlace(where.line, where.pointer);
  const recordCase = findCase(record, body.cases);
  if (recordCase === undefined) {
    unknown.note('record', drift.typeOf(record), told);
    current.builder.event({ name: 'record', attributes: { record } });
    return;
  }
  const read = attempt(() => readRecord(record, recordCase, body, pointer), document.path, told);
  if ('item' in read) {
    yield read.item;
    return;
  }
  drift.see(record, read.value);
  const pieces = piecesOf(read.value);
  for (const piece of pieces) noteFirstUser(current, piece);
  current.turns.add(pieces);
  if (current.builder.waiting > MAX_WAITING) yield* current.builder.take();
}

function* finish(
  { builder, turns, firstUserText, hasTaskText }: OpenRun,
  unknown: Importing['unknown'] | undefined,
): Generator<ImportItem> {
  turns.finish();
  if (!hasTaskText && firstUserText !== undefined) builder.set({ taskText: firstUserText });
  unknown?.report(builder);
  yield* builder.finish();
}

function groupOf(record: JsonObject, path: string): string | undefined {
  for (const { value } of findPlaces(record, pathOf(path)))
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  return undefined;
}

function noteFirstUser(run: OpenRun, piece: Piece): void {
  if (run.firstUserText === undefined && piece.role === 'user' && piece.text !== '')
    run.firstUserText = piece.text;
}

function begin(
  { name, body }: ImportAdapter,
  document: RawDocument,
  run: Place,
  first: JsonObject,
  group: string,
  copies: Map<string, number>,
): OpenRun {
  const fact = (key: FactName): JsonValue | undefined => select(run.value, body.runs.facts[key])?.value;
  const word = (key: FactName): string | undefined => {
    const value = fact(key);
    return typeof value === 'string' && value.length <= 500
      ? value
      : typeof value === 'number'
        ? String(value)
        : undefined;
  };
  const isWhole = body.runs.at === '' && body.container !== 'json' && body.container !== 'yaml';
  const id = group === '' ? word('id') : group;
  // A file of records may grow: its first record and its place stay.
  const key = id ?? (isWhole ? document.path.split(/[/!]/).slice(-2).join('/') : hashRecord(run.value));
  const base = `${key} ${hashRecord(first)}`;
  const copy = copies.get(base) ?? 0;
  copies.set(base, copy + 1);
  const builder = createRunBuilder({
    format: name,
    path: document.path,
    key: [key, hashRecord(first), ...(copy === 0 ? [] : [String(copy)])],
  });
  const [agent, model, task] = [word('agent'), word('model'), word('task')];
  const taskText = textOf(fact('taskText'));
  const outcome = readOutcome(fact('success'), fact('score'));
  builder.set({
    ...(agent === undefined ? {} : { agent }),
    ...(model === undefined ? {} : { model }),
    ...(task === undefined ? {} : { task }),
    ...(taskText === '' ? {} : { taskText }),
    ...(outcome === undefined ? {} : { outcome }),
  });
  const system = textOf(fact('system'));
  if (system !== '') builder.system({ text: system, source: document.place(run.pointer) });
  return {
    builder,
    turns: createTurnAssembler(builder, body, (pointer) => document.place(pointer)),
    firstUserText: undefined,
    hasTaskText: taskText !== '',
  };
}

const WON = new Set([
  'success',
  'succeeded',
  'pass',
  'passed',
  'true',
  'yes',
  'correct',
  'solved',
  'resolved',
  'completed',
  'c',
]);
const LOST = new Set([
  'failure',
  'failed',
  'fail',
  'false',
  'no',
  'incorrect',
  'wrong',
  'unsolved',
  'unresolved',
  'error',
  'i',
]);

/** A grader's fields, and nothing else, make the outcome. */
function readOutcome(success: JsonValue | undefined, score: JsonValue | undefined): Outcome | undefined {
  const number = typeof score === 'number' && Number.isFinite(score) ? score : undefined;
  const scored = number === undefined ? {} : { score: number };
  const word = typeof success === 'string' ? success.trim().toLowerCase() : success;
  if (word === true || word === 1 || (typeof word === 'string' && WON.has(word)))
    return { status: 'success', ...scored, source: 'grader' };
  if (word === false || word === 0 || (typeof word === 'string' && LOST.has(word)))
    return { status: 'failure', ...scored, source: 'grader' };
  if (number === undefined) return undefined;
  // A part of a score is no verdict.
  const status = number >= 1 ? 'success' : number <= 0 ? 'failure' : 'unknown';
  return { status, score: number, source: 'grader' };
}

function describePlace(line: number | undefined, pointer: string | undefined): string {
  return line === undefined ? (pointer ?? '') : `line ${line}${pointer ?? ''}`;
}

/** The pieces of a document in order, without a run: what previews and consistency checks look at. */
export function* readPieces(body: AdapterBody, document: RawDocument): Generator<Piece | undefined> {
  for (const run of findPlaces(document.root, pathOf(body.runs.at))) {
    for (const { value, pointer } of recordsOf(body, run)) {
      const record = asRecord(value);
      const recordCase = record === undefined ? undefined : findCase(record, body.cases);
      if (record === undefined || recordCase === undefined) yield undefined;
      else yield* piecesOf(readRecord(record, recordCase, body, pointer));
    }
  }
}
