/**
 * Logs that write the conversation so far again and again: a request to a model holds all messages before it, a checkpoint the whole
 * state. What one of them adds to the one before is what happened.
 */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { AdapterBody } from './adapter.ts';
import { isNothing } from './drop-echoes.ts';
import { findPlaces, formatPath, pathOf, type Place, type PathStep } from './path.ts';
import { piecesOf, readRecord } from './read-record.ts';
import { asRecord, findCase } from './select-value.ts';

/** Conversations that may go on at the same time. */
const MAX_OPEN = 50;
/** Pairs of lists that are compared. */
const MAX_PAIRS = 200;
/** Share of the lists that must go on with the one before. */
const MOST = 0.6;

type Rules = Pick<AdapterBody, 'cases' | 'roles' | 'status' | 'timeUnit'>;

/** What a record says, whatever is noted beside it. */
export function toldBy(value: JsonValue, rules: Rules): string {
  const record = asRecord(value);
  const recordCase = record === undefined ? undefined : findCase(record, rules.cases);
  if (record === undefined || recordCase === undefined) return JSON.stringify(value);
  return JSON.stringify(
    piecesOf(readRecord(record, recordCase, rules, '')).map(({ role, text, calls, results }) => [
      role === undefined ? 'agent' : role,
      text.trim(),
      calls.map(({ tool, arguments: args }) => [tool, args]),
      results.map(({ content }) => content),
    ]),
  );
}

function says(value: JsonValue, rules: Rules): boolean {
  const record = asRecord(value);
  const recordCase = record === undefined ? undefined : findCase(record, rules.cases);
  if (record === undefined || recordCase === undefined) return true;
  return piecesOf(readRecord(record, recordCase, rules, '')).some((piece) => !isNothing(piece));
}

/** How many of the first belong to both. */
export function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

type Growth = NonNullable<AdapterBody['runs']['growing']>;

/** Whether the runs are one conversation, written again and again, in whichever order; and where its answers stand. */
export function findGrowth(runs: readonly JsonValue[], records: string, rules: Rules): Growth | undefined {
  const growth = growthOf(runs, records, rules);
  if (growth !== undefined) return growth;
  const newestFirst = growthOf(runs.toReversed(), records, rules);
  return newestFirst === undefined ? undefined : { newestFirst: true, ...newestFirst };
}

function growthOf(runs: readonly JsonValue[], records: string, rules: Rules): Growth | undefined {
  if (runs.length < 2 || records === '') return undefined;
  // Others of the log, such as a tool's, hold no conversation.
  const talks = runs
    .slice(0, MAX_PAIRS)
    .map((run) => ({
      run,
      list: [...findPlaces(run, pathOf(records))]
        .filter(({ value }) => isJsonObject(value))
        .map(({ value }) => toldBy(value, rules)),
    }))
    .filter(({ list }) => list.length > 0);
  const lists = talks.map(({ list }) => list);
  let grows = 0;
  let same = 0;
  for (const [index, list] of lists.entries()) {
    const before = lists[index - 1];
    if (before === undefined) continue;
    const isStart = commonStart(before, list) === before.length;
    if (isStart && list.length > before.length) grows += 1;
    else if (isStart) same += 1;
  }
  const pairs = lists.length - 1;
  if (grows < 1 || grows + same < pairs * MOST || grows < pairs * 0.3) return undefined;
  const answer = findAnswer(
    talks.map(({ run }) => run),
    lists,
    pathOf(records),
    rules,
  );
  return answer === undefined ? {} : { answer };
}

/** The place in a run whose record the next run's list goes on with. */
function findAnswer(
  runs: readonly JsonValue[],
  lists: readonly (readonly string[])[],
  records: readonly PathStep[],
  rules: Rules,
): string | undefined {
  const votes = new Map<string, number>();
  let asked = 0;
  for (const [index, run] of runs.slice(0, MAX_PAIRS - 1).entries()) {
    const next = lists[index + 1]?.[lists[index]?.length ?? 0];
    if (next === undefined) continue;
    asked += 1;
    for (const path of new Set(recordPlaces(run, formatPath(records))))
      if ([...findPlaces(run, pathOf(path))].some(({ value }) => toldBy(value, rules) === next))
        votes.set(path, (votes.get(path) ?? 0) + 1);
  }
  const [best] = [...votes].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length);
  return best !== undefined && best[1] >= asked * MOST ? best[0] : undefined;
}

/** Objects in a run that may be records, beside its list. */
function* recordPlaces(run: JsonValue, without: string): Generator<string> {
  let visited = 0;
  const list = without.replace(/\[\*\]$/, '');
  function* visit(value: JsonValue, steps: readonly PathStep[]): Generator<string> {
    if (steps.length > 6 || (visited += 1) > 500 || typeof value !== 'object' || value === null) return;
    const path = formatPath(steps);
    if (path === list) return;
    if (Array.isArray(value)) {
      for (const inner of (value as readonly JsonValue[]).slice(0, 8))
        yield* visit(inner, [...steps, { kind: 'each' }]);
      return;
    }
    if (!isJsonObject(value)) return;
    // What holds the list is no answer to it.
    if (steps.length > 0 && !list.startsWith(path)) yield path;
    for (const [name, inner] of Object.entries(value).slice(0, 40))
      yield* visit(inner, [...steps, { kind: 'name', name }]);
  }
  yield* visit(run, []);
}

export interface GrowingRun {
  readonly id: number;
  told: string[];
}

/** Finds what each list adds, and to which conversation. */
export class GrowingRuns {
  readonly #open: GrowingRun[] = [];
  readonly #rules: Rules;
  #next = 0;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** @returns the conversation that goes on, or a new one, and the places that it did not have */
  add(givenPlaces: readonly Place[]): {
    readonly run: GrowingRun;
    readonly isNew: boolean;
    readonly added: readonly Place[];
  } {
    // What says nothing, such as a count of tokens in place of an answer, is no part of a conversation.
    const places = givenPlaces.filter(({ value }) => says(value, this.#rules));
    const told = places.map(({ value }) => toldBy(value, this.#rules));
    let best: { run: GrowingRun; count: number } | undefined;
    for (const run of this.#open.toReversed()) {
      const count = commonStart(run.told, told);
      // Most of what was said must stand here too: two conversations may begin alike.
      if (count > (best?.count ?? 0) && count >= Math.min(run.told.length, told.length) * MOST)
        best = { run, count };
    }
    if (best === undefined) {
      const run: GrowingRun = { id: (this.#next += 1), told };
      this.#open.push(run);
      if (this.#open.length > MAX_OPEN) this.#open.shift();
      return { run, isNew: true, added: places };
    }
    const { run, count } = best;
    const known = new Set(count < run.told.length ? run.told : []);
    const added = places.slice(count).filter((_place, index) => !known.has(told[count + index] ?? ''));
    run.told = told.length >= run.told.length ? told : run.told;
    return { run, isNew: false, added };
  }
}

/** The runs of a document, as they came about. */
export function runsOf(root: JsonValue, { at, growing }: AdapterBody['runs']): Iterable<Place> {
  const places = findPlaces(root, pathOf(at));
  return growing?.newestFirst === true ? [...places].toReversed() : places;
}

/** The records of a run, and what answered them. */
export function placesOf(
  run: Place,
  records: string,
  growing: { readonly answer?: string } | undefined,
): Place[] {
  // What a tool was given may stand where others have their messages.
  const places = [...findPlaces(run.value, pathOf(records), run.pointer)].filter(({ value }) =>
    isJsonObject(value),
  );
  if (places.length === 0) return places;
  if (growing?.answer !== undefined)
    places.push(...findPlaces(run.value, pathOf(growing.answer), run.pointer));
  return places;
}
