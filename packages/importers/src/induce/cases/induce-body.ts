/** From a list of records to the body of an adapter: where its runs are, its cases, and who speaks in it. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { AdapterBody, AdapterRole, FieldReport, RecordCase } from '../adapter/adapter.ts';
import {
  type Collection,
  MAX_RECORDS,
  type Split,
  splitAround,
  splitAtLast,
  splitAtRun,
} from './find-collections.ts';
import { areConversations } from './are-conversations.ts';
import { findBatched, findGroup, findListMembers } from './find-group.ts';
import { findGrowthInTime } from './find-growth-in-time.ts';
import {
  findGrowth,
  findGrowthBy,
  type Growth,
  isAnswer,
  type Rules,
  toldBy,
} from '../interpreter/growing-runs.ts';
import { induceCases } from './induce-cases.ts';
import { induceFacts } from './induce-facts.ts';
import { findPlaces, formatPath, pathOf, type PathStep } from '../adapter/path.ts';
import { profileMembers } from './profile-members.ts';
import { guessUnit, rankField } from './rank-fields.ts';
import type { RawDocument, ReadingRule } from '../containers/raw-document.ts';
import { tellAnswersLast } from './tell-answers-last.ts';
import { readTime } from '../interpreter/read-time.ts';
import { findCase, select } from '../adapter/select-value.ts';
import { roundShare } from '../adapter/round-share.ts';
import { normaliseName, readRole, readRoles, STATUS_WORDS } from '../words/vocabulary.ts';

const RUN_TAGS = /^(?:trace|case|run|session|conversation|dialog|dialogue|thread|episode|trajectory)$/i;

export function induceBody(
  rule: ReadingRule,
  collection: Collection,
  documents: readonly RawDocument[],
): AdapterBody {
  const status = {
    ...STATUS_WORDS,
    errorPatterns: ['(?:error|exception|traceback|command failed)\\b', 'fail(?:ed|ure) ?:'],
  };
  const timeUnit = induceUnit(collection.records);
  const first = induceCases(collection.records);
  const rules: Rules = {
    cases: first.cases,
    roles: induceRoles(collection.records, first.cases),
    status,
    timeUnit,
  };
  const runsAt = (steps: readonly PathStep[]): JsonValue[] =>
    documents
      .flatMap(({ root }) => [...findPlaces(root, steps)].map(({ value }) => value))
      .slice(0, MAX_RECORDS);
  const growthOf = ({ at, records: inRun }: Split): Growth | undefined =>
    at.length === 0
      ? undefined
      : (findGrowth(runsAt(at), formatPath(inRun), rules) ??
        findGrowthInTime(
          documents.map(({ root }) => root),
          { at, records: inRun },
          rules,
        ));
  /** Of each document the records of each run. */
  const listsOf = ({ at, records: inRun }: Split): JsonObject[][][] =>
    documents.map(({ root }) =>
      [...findPlaces(root, at)]
        .slice(0, MAX_RECORDS)
        .map(({ value }) => recordsAt([value], formatPath(inRun))),
    );
  const usual = splitAtRun(collection.steps);
  const nearest = splitAtLast(collection.steps);
  // Turns of turns are one run, unless each of them holds the conversation so far.
  const usualGrowth = growthOf(usual);
  const nearestGrowth = usualGrowth === undefined ? growthOf(nearest) : undefined;
  const found = usualGrowth ?? nearestGrowth;
  const isNearest =
    nearestGrowth !== undefined ||
    holdsRuns(runsAt(nearest.at), nearest) ||
    (usual.at.length === 0 &&
      areConversations(
        runsAt(nearest.at).map((run) => recordsAt([run], formatPath(nearest.records))),
        first.cases,
      ));
  const split = isNearest ? nearest : usual;
  // What answers may stand in the records around, beside those that hold the conversation.
  const wider = found === undefined || found.answer !== undefined ? undefined : splitAround(split);
  const widerGrowth = wider === undefined ? undefined : growthOf(wider);
  const isWider = widerGrowth?.answer !== undefined;
  const batched = found === undefined && split.at.length > 0 ? findBatched(listsOf(split)) : undefined;
  const whole = batched === undefined ? split : { at: [], records: [...split.at, ...split.records] };
  const { at, records: inRun } = isWider && wider !== undefined ? wider : whole;
  const runs = runsAt(at);
  const lists = runs.map((run) => recordsAt([run], formatPath(inRun)).slice(0, MAX_RECORDS));
  const growing = isWider
    ? widerGrowth
    : (found ?? findGrowthBy(lists, findListMembers(collection.records), rules));
  // What answered a conversation may hold what its messages never do.
  const answered =
    growing?.answer === undefined
      ? []
      : runs.flatMap((run, index) =>
          recordsAt([run], growing.answer ?? '').filter(
            (record) => (lists[index] ?? []).length > 0 || isAnswer(record, rules),
          ),
        );
  // Of what is said again and again each once: its ids are its own.
  const told = growing?.by === undefined ? collection.records : withoutRepeats(collection.records, rules);
  const records = [...told, ...answered];
  const {
    cases: induced,
    confidence,
    spans,
  } = records.length === collection.records.length ? first : induceCases(records);
  const roles = induceRoles(records, induced);
  const groupBy =
    growing === undefined
      ? batched === undefined
        ? findGroup(records, inRun.length <= 1 ? [records] : lists)
        : batched.by
      : undefined;
  const cases =
    growing === undefined ? tellAnswersLast(lists, { cases: induced, roles, status, timeUnit }) : induced;
  const names = new Map<string, number>();
  for (const record of records)
    for (const key of Object.keys(record)) names.set(key, (names.get(key) ?? 0) + 1);
  const fields = [...confidence].map(([field, score]): FieldReport => ({
    field,
    coverage: 0,
    confidence: roundShare(score),
    from: sourcesOf(cases, field),
  }));
  return {
    container: rule.container,
    ...(rule.screen === undefined ? {} : { screen: rule.screen }),
    ...(rule.prefix === undefined ? {} : { prefix: rule.prefix }),
    ...(rule.text === undefined ? {} : { text: rule.text }),
    ...(rule.tags === undefined ? {} : { tags: rule.tags }),
    ...(rule.expand === undefined ? {} : { expand: rule.expand }),
    ...(rule.transcripts === undefined ? {} : { transcripts: rule.transcripts }),
    runs: {
      at: formatPath(at),
      ...(growing === undefined ? {} : { growing }),
      ...(groupBy === undefined ? {} : { groupBy }),
      ...(spans === undefined ? {} : { spans }),
      ...(growing === undefined && spans === undefined && isUnordered(runs, inRun, cases, timeUnit)
        ? { byTime: true }
        : {}),
      facts: induceFacts(runs, groupBy),
    },
    records: formatPath(inRun),
    cases,
    roles,
    status,
    pairing: choosePairing(cases),
    timeUnit,
    fingerprint: {
      members: [...names]
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, 200)
        .map(([key]) => key),
      types: typesOf(cases),
    },
    fields,
  };
}

/** The first of the records of each kind that say the same. */
function withoutRepeats(records: readonly JsonObject[], rules: Rules): JsonObject[] {
  const known = new Set<string>();
  return records.filter((record) => {
    const recordCase = findCase(record, rules.cases);
    const key = `${recordCase === undefined ? -1 : rules.cases.indexOf(recordCase)} ${toldBy(record, rules)}`;
    return known.size < known.add(key).size;
  });
}

/** Share of the records that are older than the one before them, where the newest stands first. */
const DESCENDING = 0.9;
const LEAST_TIMES = 4;

/** The newest stands first, or what each node of a graph did stands under its name. */
function isUnordered(
  runs: readonly JsonValue[],
  inRun: readonly PathStep[],
  cases: readonly RecordCase[],
  timeUnit: AdapterBody['timeUnit'],
): boolean {
  let [pairs, older, records, timed] = [0, 0, 0, 0];
  let isNodes = false;
  for (const run of runs) {
    let last: bigint | undefined;
    for (const { value } of findPlaces(run, inRun)) {
      const record = isJsonObject(value) ? value : {};
      const time = readTime(select(record, findCase(record, cases)?.fields.time)?.value, timeUnit);
      records += 1;
      isNodes ||= Object.hasOwn(record, '#name');
      if (time === undefined) continue;
      timed += 1;
      if (last !== undefined && time !== last) pairs += 1;
      if (last !== undefined && time < last) older += 1;
      last = time;
    }
  }
  if (records < LEAST_TIMES || timed < records) return false;
  return isNodes ? older > 0 : pairs >= LEAST_TIMES - 1 && older >= pairs * DESCENDING;
}

/** `<trace>` after `<trace>`: the element's name says that it is a run. */
function holdsRuns(elements: readonly JsonValue[], { at, records }: Split): boolean {
  if (at.length === 0) return false;
  const tags = elements
    .filter((element) => [...findPlaces(element, records)].length > 0)
    .map((element) => (isJsonObject(element) ? element['tag'] : undefined));
  return (
    tags.length > 0 &&
    tags.filter((tag) => typeof tag === 'string' && RUN_TAGS.test(tag)).length >= tags.length * 0.8
  );
}

function recordsAt(runs: readonly JsonValue[], path: string): JsonObject[] {
  return runs.flatMap((run) =>
    [...findPlaces(run, pathOf(path))].map(({ value }) => value).filter(isJsonObject),
  );
}

function sourcesOf(cases: readonly RecordCase[], field: FieldReport['field'], prefix = ''): string[] {
  const found = cases.flatMap((recordCase) => [
    ...(recordCase.fields[field] ?? []).map((selector) =>
      typeof selector === 'string'
        ? prefix + selector
        : 'path' in selector
          ? prefix + selector.path
          : JSON.stringify(selector.value),
    ),
    ...(recordCase.inside ?? []).flatMap(({ at, cases: inner }) =>
      sourcesOf(inner, field, `${prefix}${at}.`),
    ),
  ]);
  return [...new Set(found)];
}

/** Every written role of the sample, and the usual ones. */
function induceRoles(
  records: readonly JsonObject[],
  cases: readonly RecordCase[],
): Record<string, AdapterRole> {
  const roles = new Map<string, AdapterRole>();
  for (const word of [
    'user',
    'human',
    'assistant',
    'ai',
    'model',
    'agent',
    'bot',
    'system',
    'developer',
    'tool',
    'function',
    'environment',
  ]) {
    const role = readRole(word);
    if (role !== undefined) roles.set(word, role);
  }
  const paths = new Set(
    cases.flatMap(({ fields }) =>
      [...(fields.role ?? [])].filter((selector) => typeof selector === 'string'),
    ),
  );
  for (const path of paths) {
    const written = new Set<string>();
    for (const record of records)
      for (const { value } of findPlaces(record, pathOf(path)))
        if (typeof value === 'string' && value.length <= 60 && written.size < 200) written.add(value);
    for (const [value, role] of readRoles([...written])) {
      const bare = value.includes('(') ? value.slice(0, value.indexOf('(')).trim() : value;
      if (roles.size < 200) roles.set(normaliseName(bare), role);
    }
  }
  return Object.fromEntries(roles);
}

export function choosePairing(cases: readonly RecordCase[]): AdapterBody['pairing'] {
  const flat = (list: readonly RecordCase[]): RecordCase[] =>
    list.flatMap((recordCase) => [
      recordCase,
      ...(recordCase.inside ?? []).flatMap((inside) => flat(inside.cases)),
    ]);
  const all = flat(cases);
  const hasResults = all.some(
    ({ as, role, fields }) => as === 'result' || fields.result !== undefined || role === 'tool',
  );
  if (
    all.some(({ fields }) => fields.callId !== undefined) &&
    (hasResults ||
      all.some(({ as, callsInText }) => as === 'call' || callsInText?.includes('identified') === true))
  )
    return 'ids';
  const isWritten = all.some(
    ({ callsInText, fields }) => callsInText !== undefined || fields.callText !== undefined,
  );
  return !hasResults && isWritten ? 'next-turn' : 'order';
}

function induceUnit(records: readonly JsonObject[]): AdapterBody['timeUnit'] {
  const [time] = rankField(profileMembers(records), 'time');
  return time === undefined ? 's' : guessUnit(time.member.samples);
}

function typesOf(cases: readonly RecordCase[]): string[] {
  const values = cases.flatMap(({ when }) => when.flatMap(({ in: list = [] }) => list.map(String)));
  return [...new Set(values)].slice(0, 200);
}
