/**
 * Logs that write the conversation so far again and again: a request to a model holds all messages before it, a checkpoint the whole
 * state. What one of them adds to the one before is what happened.
 */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { AdapterBody } from '../adapter/adapter.ts';
import { isNothing } from './drop-echoes.ts';
import { findPlaces, formatPath, pathOf, type Place, type PathStep } from '../adapter/path.ts';
import { pushTo } from '../containers/push-to.ts';
import { piecesOf, readRecord } from './read-record.ts';
import { readTime } from './read-time.ts';
import { standsIn } from './stands-in.ts';
import { asRecord, findCase, select } from '../adapter/select-value.ts';

/** Conversations that may go on at the same time. */
const MAX_OPEN = 50;
/** Pairs of lists that are compared. */
const MAX_PAIRS = 200;
/** Records of a list that are looked at. */
const MAX_SAMPLE = 600;
/** Share of the lists that must go on with the one before. */
const MOST = 0.6;

/** Share of the records that say something new, where most of them say again what was said. */
const FEW_NEW = 0.7;

export type Rules = Pick<AdapterBody, 'cases' | 'roles' | 'status' | 'timeUnit'>;

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

export type Growth = NonNullable<AdapterBody['runs']['growing']>;

/** A run; of records that tell by a member of theirs which list they belong to, one of these lists. */
export interface RunPlace extends Place {
  readonly records?: readonly Place[];
}

/** Whether the runs are one conversation, written again and again, in whichever order; and where its answers stand. */
export function findGrowth(runs: readonly JsonValue[], records: string, rules: Rules): Growth | undefined {
  const growth = growthOf(runs, records, rules);
  if (growth !== undefined) return growth;
  const newestFirst = growthOf(runs.toReversed(), records, rules);
  return newestFirst === undefined ? undefined : { newestFirst: true, ...newestFirst };
}

/**
 * Whether the records of one list are such runs, told apart by a member: each request to a model with all that was said before it, one
 * message a record.
 *
 * @param lists as they stand in the files
 * @param members that may tell them apart
 */
export function findGrowthBy(
  lists: readonly (readonly JsonValue[])[],
  members: readonly string[],
  rules: Rules,
): Growth | undefined {
  if (members.length === 0) return undefined;
  const sample = lists.slice(0, MAX_OPEN).map((list) => list.slice(0, MAX_SAMPLE));
  const told = sample.flat().map((record) => toldBy(record, rules));
  if (new Set(told).size > told.length * FEW_NEW) return undefined;
  for (const by of members) {
    const runs = sample.flatMap((list) =>
      listsBy(
        { value: null, pointer: '' },
        list.map((value) => ({ value, pointer: '' })),
        by,
      ).map(({ records = [] }) => records.map(({ value }) => value)),
    );
    const growth = growthOf(runs, '[*]', rules);
    if (growth !== undefined) return { by };
  }
  return undefined;
}

function growthOf(runs: readonly JsonValue[], records: string, rules: Rules): Growth | undefined {
  if (runs.length < 2 || records === '') return undefined;
  // Others of the log, such as a tool's, hold no conversation.
  const talks = runs
    .slice(0, MAX_PAIRS)
    .map((run, index) => ({
      index,
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
  const answer = findAnswer(runs, talks, pathOf(records), rules);
  return answer === undefined ? {} : { answer };
}

interface Talk {
  /** Of its run among all. */
  readonly index: number;
  readonly list: readonly string[];
}

/** The place whose record the next run's list goes on with: in the run itself, or in one that follows and holds no list. */
function findAnswer(
  runs: readonly JsonValue[],
  talks: readonly Talk[],
  records: readonly PathStep[],
  rules: Rules,
): string | undefined {
  const within = new Map<string, number>();
  const after = new Map<string, number>();
  let asked = 0;
  for (const [at, { index, list }] of talks.entries()) {
    const next = talks[at + 1];
    const added = next?.list[list.length];
    if (next === undefined || added === undefined) continue;
    asked += 1;
    const places = (run: JsonValue): Set<string> => {
      const paths = new Set(recordPlaces(run, formatPath(records)));
      return new Set(
        [...paths].filter((path) =>
          [...findPlaces(run, pathOf(path))].some(({ value }) => toldBy(value, rules) === added),
        ),
      );
    };
    for (const path of places(runs[index] ?? null)) within.set(path, (within.get(path) ?? 0) + 1);
    const others = runs.slice(index + 1, Math.min(next.index, index + 1 + MAX_PAIRS));
    for (const path of new Set(others.flatMap((run) => [...places(run)])))
      after.set(path, (after.get(path) ?? 0) + 1);
  }
  return best(within, asked) ?? best(after, asked);
}

function best(votes: ReadonlyMap<string, number>, asked: number): string | undefined {
  const [first] = [...votes].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length);
  return first !== undefined && first[1] >= asked * MOST ? first[0] : undefined;
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

/** An agent's own words or calls; a tool's answer beside it is none. */
export function isAnswer(value: JsonValue, rules: Rules): boolean {
  const recordCase = isJsonObject(value) ? findCase(value, rules.cases) : undefined;
  if (recordCase === undefined) return false;
  return piecesOf(readRecord(value, recordCase, rules, '')).some(
    (piece) => piece.role === 'agent' && !isNothing(piece),
  );
}

export interface GrowingRun {
  readonly id: number;
  told: string[];
}

/** Finds what each list adds, and to which conversation. */
export class GrowingRuns {
  readonly #open: GrowingRun[] = [];
  readonly #body: Rules & Pick<AdapterBody, 'runs' | 'records'>;
  #last: GrowingRun | undefined;
  #next = 0;

  constructor(body: Rules & Pick<AdapterBody, 'runs' | 'records'>) {
    this.#body = body;
  }

  /** @returns the conversation that goes on, or a new one, and the places that it did not have; nothing of what holds none */
  add(
    given: RunPlace,
  ): { readonly run: GrowingRun; readonly isNew: boolean; readonly added: readonly Place[] } | undefined {
    const { records, runs } = this.#body;
    const givenPlaces = placesOf(given, records, runs.growing);
    return givenPlaces.length > 0 ? this.#addList(givenPlaces) : this.#addAnswer(given);
  }

  /** Whether another conversation tells all of it: what was said last, sent alone before it was sent with all that went before. */
  isPart(id: number): boolean {
    const own = this.#open.find((run) => run.id === id)?.told ?? [];
    return own.length > 0 && this.#open.some(({ told }) => told.length > own.length && standsIn(own, told));
  }

  /** What answered the last list, in a record of its own. */
  #addAnswer(given: Place): ReturnType<GrowingRuns['add']> {
    const run = this.#last;
    const path = this.#body.runs.growing?.answer;
    if (run === undefined || path === undefined) return undefined;
    const known = new Set(run.told);
    const added = [...findPlaces(given.value, pathOf(path), given.pointer)].filter(
      ({ value }) => isAnswer(value, this.#body) && !known.has(toldBy(value, this.#body)),
    );
    if (added.length === 0) return undefined;
    run.told = [...run.told, ...added.map(({ value }) => toldBy(value, this.#body))];
    return { run, isNew: false, added };
  }

  #addList(givenPlaces: readonly Place[]): {
    readonly run: GrowingRun;
    readonly isNew: boolean;
    readonly added: readonly Place[];
  } {
    // What says nothing, such as a count of tokens in place of an answer, is no part of a conversation.
    const places = givenPlaces.filter(({ value }) => says(value, this.#body));
    const told = places.map(({ value }) => toldBy(value, this.#body));
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
      this.#last = run;
      return { run, isNew: true, added: places };
    }
    const { run, count } = best;
    this.#last = run;
    const known = new Set(count < run.told.length ? run.told : []);
    const added = places.slice(count).filter((_place, index) => !known.has(told[count + index] ?? ''));
    run.told = told.length >= run.told.length ? told : run.told;
    return { run, isNew: false, added };
  }
}

/** The runs of a document, as they came about. */
export function runsOf(
  root: JsonValue,
  { runs, records, timeUnit }: Pick<AdapterBody, 'runs' | 'records' | 'timeUnit'>,
): Iterable<RunPlace> {
  const { at, growing } = runs;
  const found = findPlaces(root, pathOf(at));
  const places = growing?.byTime === undefined ? found : inTime([...found], growing.byTime, timeUnit);
  const { by } = growing ?? {};
  const lists =
    by === undefined
      ? places
      : [...places].flatMap((place) =>
          listsBy(place, [...findPlaces(place.value, pathOf(records), place.pointer)], by),
        );
  return growing?.newestFirst === true ? [...lists].toReversed() : lists;
}

/** The records of each value of a member, those without it where the one before stands. */
function listsBy(run: Place, records: readonly Place[], by: string): RunPlace[] {
  const lists = new Map<JsonValue | undefined, Place[]>();
  let last: JsonValue | undefined;
  for (const record of records) {
    last = [...findPlaces(record.value, pathOf(by))][0]?.value ?? last;
    pushTo(lists, last, record);
  }
  return [...lists.values()].map((list) => ({ ...run, records: list }));
}

/** Those of one list by their times, the lists one after another. */
function inTime(places: readonly Place[], path: string, unit: AdapterBody['timeUnit']): Place[] {
  const lists = new Map<string, number>();
  return places
    .map((place) => {
      const list = place.pointer.slice(0, place.pointer.lastIndexOf('/'));
      if (!lists.has(list)) lists.set(list, lists.size);
      return {
        place,
        list: lists.get(list) ?? 0,
        time: readTime(select(place.value, [path])?.value, unit) ?? 0n,
      };
    })
    .toSorted((a, b) => a.list - b.list || (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ place }) => place);
}

/** The records of a run, and what answered them. */
function placesOf(run: RunPlace, records: string, growing: Growth | undefined): Place[] {
  // What a tool was given may stand where others have their messages.
  const places = [...(run.records ?? findPlaces(run.value, pathOf(records), run.pointer))].filter(
    ({ value }) => isJsonObject(value),
  );
  if (places.length === 0) return places;
  if (growing?.answer !== undefined)
    places.push(...findPlaces(run.value, pathOf(growing.answer), run.pointer));
  return places;
}
