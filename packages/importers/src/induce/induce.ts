/**
 * Reads a log format that nobody has written an importer for: from a sample of its files to an import adapter.
 *
 *     const induced = induceAdapter(samples, 'my-agent', new Date().toISOString());
 *
 * Every container that the text may be (JSON, JSON values, YAML, tags, text) and every list in it that may hold turns is tried; the
 * candidate whose reading covers most of the text and hangs together best (measure-adapter.ts) is kept. Deterministic.
 *
 * Source: PrefixGuard (arXiv 2605.06455), adapter induction, and CodeTracer (arXiv 2604.11641), discovery; both ask a language model,
 * this does not. `docs/induction.md`.
 */
import { isJsonObject, isTraceError, type JsonObject, type JsonValue, TraceError } from '@tracewright/core';
import { hashHex } from '../building/ids.ts';
import {
  ADAPTER_SCHEMA_VERSION,
  type AdapterBody,
  type AdapterRole,
  type FieldReport,
  type ImportAdapter,
  type RecordCase,
} from './adapter.ts';
import { chooseReadings } from './choose-readings.ts';
import { findExpansion } from './expand-values.ts';
import {
  type Collection,
  findCollections,
  MAX_RECORDS,
  type Split,
  splitAround,
  splitAtLast,
  splitAtRun,
} from './find-collections.ts';
import { findGrowth, isAnswer } from './growing-runs.ts';
import { induceCases } from './induce-cases.ts';
import { induceFacts } from './induce-facts.ts';
import { type AdapterMeasure, measureAdapter } from './measure-adapter.ts';
import { findPlaces, formatPath, pathOf, type PathStep } from './path.ts';
import { type MemberProfile, profileMembers } from './profile-members.ts';
import { guessUnit, rankField } from './rank-fields.ts';
import { expandDocument, parseDocument, type RawDocument, type ReadingRule } from './raw-document.ts';
import { GROUP_WORDS, normaliseName, readRole, readRoles, STATUS_WORDS, WRAPPERS } from './vocabulary.ts';

export interface Sample {
  readonly path: string;
  readonly text: string;
}

export interface Induced {
  readonly adapter: ImportAdapter;
  readonly measure: AdapterMeasure;
  readonly documents: readonly RawDocument[];
}

/** A conversation that is written again and again is surely one. */
const GROWING_WEIGHT = 1.2;
const RUN_TAGS = /^(?:trace|case|run|session|conversation|dialog|dialogue|thread|episode|trajectory)$/i;
/** Lists of a document that are tried in full. */
const TRIED = 5;
/** Below this an adapter reads too little to be of use. */
const MIN_SCORE = 0.35;

export interface RankedReading {
  readonly body: AdapterBody;
  readonly measure: AdapterMeasure;
  readonly documents: readonly RawDocument[];
  readonly score: number;
}

/** Every reading that was tried in full, the best first. */
export function rankReadings(samples: readonly Sample[]): RankedReading[] {
  const candidates: RankedReading[] = [];
  for (const { rule: written, weight } of chooseReadings(samples)) {
    const asWritten = readSamples(samples, written);
    if (asWritten.length === 0) continue;
    const expand = findExpansion(asWritten.map(({ root }) => root));
    const rule = expand === undefined ? written : { ...written, expand };
    const documents =
      expand === undefined ? asWritten : asWritten.map((document) => expandDocument(document, expand));
    const collections = findCollections(documents.map(({ root }) => root));
    const best = collections[0]?.score ?? 0;
    for (const collection of collections.slice(0, TRIED)) {
      const body = induceBody(rule, collection, documents);
      const measure = measureAdapter(body, documents);
      // What the names say, what the reading gives, and how sure the container is.
      candidates.push({
        body,
        measure,
        documents,
        score:
          measure.score *
          weight *
          (0.5 + 0.5 * (collection.score / best)) *
          (body.runs.growing === undefined ? 1 : GROWING_WEIGHT),
      });
    }
  }
  return candidates.toSorted((a, b) => b.score - a.score);
}

/**
 * @param name kebab-case, of the adapter
 * @param createdAt ISO 8601
 * @throws TraceError `format-unknown` when no list of turns is found
 */
export function induceAdapter(samples: readonly Sample[], name: string, createdAt: string): Induced {
  const candidates = rankReadings(samples);
  const [first] = candidates;
  const chosen = first === undefined ? undefined : (candidates.find((other) => holds(other, first)) ?? first);
  if (chosen === undefined || chosen.measure.score < MIN_SCORE || chosen.measure.records === 0)
    throw new TraceError('format-unknown', {
      message: `no list of turns was found in ${samples.length === 1 ? (samples[0]?.path ?? 'the file') : `${samples.length} files`}`,
      fix: 'give files that hold whole runs, or write an importer (docs/add-an-importer.md)',
    });
  const { measure, documents } = chosen;
  const body = { ...chosen.body, fields: withCoverage(chosen.body.fields, measure) };
  const adapter: ImportAdapter = {
    kind: 'import-adapter',
    schemaVersion: ADAPTER_SCHEMA_VERSION,
    name,
    version: 1,
    createdAt,
    seed: null,
    metrics: {
      records: measure.records,
      coverage: round(measure.coverage),
      textShare: round(measure.textShare),
      pairing: measure.calls + measure.results === 0 ? null : round(measure.pairing),
      score: round(measure.score),
    },
    sources: {
      description: `induced from ${samples.map(({ path }) => path.slice(-120)).join(', ')}`,
      hash: hashHex(
        samples.map(({ text }) => text),
        64,
      ),
    },
    body,
  };
  return { adapter, measure, documents };
}

interface Candidate {
  readonly body: AdapterBody;
  readonly measure: AdapterMeasure;
}

/** Turns of turns: what holds the list and reads as many calls of it, and more besides. */
function holds({ body, measure }: Candidate, inner: Candidate): boolean {
  const pathOfRecords = ({ runs, records }: AdapterBody): string =>
    `${runs.at}.${records}`.replaceAll(/^[.]|[.]$/g, '').replaceAll('.[', '[');
  return (
    body.container === inner.body.container &&
    pathOfRecords(inner.body).startsWith(`${pathOfRecords(body)}.`) &&
    measure.calls >= inner.measure.calls &&
    measure.calls > 0 &&
    !namesRoles(inner.body) &&
    measure.pairing >= inner.measure.pairing * 0.95 &&
    (measure.textShare > inner.measure.textShare * 1.1 ||
      (measure.textShare > inner.measure.textShare * 0.9 && namesRoles(body)))
  );
}

function namesRoles({ cases }: AdapterBody): boolean {
  return cases.some(({ fields, role }) => fields.role !== undefined || role === 'user');
}

function readSamples(samples: readonly Sample[], rule: ReadingRule): RawDocument[] {
  return samples.flatMap(({ path, text }) => {
    try {
      return [parseDocument(path, text, rule)];
    } catch (error) {
      if (isTraceError(error)) return [];
      throw error;
    }
  });
}

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
  const rules = {
    cases: first.cases,
    roles: induceRoles(collection.records, first.cases),
    status,
    timeUnit,
  };
  const runsAt = (steps: readonly PathStep[]): JsonValue[] =>
    documents
      .flatMap(({ root }) => [...findPlaces(root, steps)].map(({ value }) => value))
      .slice(0, MAX_RECORDS);
  const growthOf = ({ at, records: inRun }: Split): ReturnType<typeof findGrowth> =>
    at.length === 0 ? undefined : findGrowth(runsAt(at), formatPath(inRun), rules);
  const usual = splitAtRun(collection.steps);
  const nearest = splitAtLast(collection.steps);
  // Turns of turns are one run, unless each of them holds the conversation so far.
  const usualGrowth = growthOf(usual);
  const nearestGrowth = usualGrowth === undefined && usual.at.length === 0 ? growthOf(nearest) : undefined;
  const found = usualGrowth ?? nearestGrowth;
  const isNearest = nearestGrowth !== undefined || holdsRuns(runsAt(nearest.at), nearest);
  const split = isNearest ? nearest : usual;
  // What answers may stand in the records around, beside those that hold the conversation.
  const wider = found === undefined || found.answer !== undefined ? undefined : splitAround(split);
  const widerGrowth = wider === undefined ? undefined : growthOf(wider);
  const isWider = widerGrowth?.answer !== undefined;
  const { at, records: inRun } = isWider && wider !== undefined ? wider : split;
  const growing = isWider ? widerGrowth : found;
  const runs = runsAt(at);
  // What answered a conversation may hold what its messages never do.
  const answered =
    growing?.answer === undefined
      ? []
      : runs.flatMap((run) =>
          recordsAt([run], growing.answer ?? '').filter(
            (record) => recordsAt([run], formatPath(inRun)).length > 0 || isAnswer(record, rules),
          ),
        );
  const records = [...collection.records, ...answered];
  const { cases, confidence, spans } = answered.length === 0 ? first : induceCases(records);
  const roles = induceRoles(records, cases);
  const groupBy = growing === undefined ? findGroup(records, runs, inRun) : undefined;
  const names = new Map<string, number>();
  for (const record of records)
    for (const key of Object.keys(record)) names.set(key, (names.get(key) ?? 0) + 1);
  const fields = [...confidence].map(([field, score]): FieldReport => ({
    field,
    coverage: 0,
    confidence: round(score),
    from: sourcesOf(cases, field),
  }));
  return {
    container: rule.container,
    ...(rule.screen === undefined ? {} : { screen: rule.screen }),
    ...(rule.text === undefined ? {} : { text: rule.text }),
    ...(rule.tags === undefined ? {} : { tags: rule.tags }),
    ...(rule.expand === undefined ? {} : { expand: rule.expand }),
    runs: {
      at: formatPath(at),
      ...(growing === undefined ? {} : { growing }),
      ...(groupBy === undefined ? {} : { groupBy }),
      ...(spans === undefined ? {} : { spans }),
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

function withCoverage(fields: readonly FieldReport[], { fields: shares }: AdapterMeasure): FieldReport[] {
  return fields
    .map((report) => ({ ...report, coverage: round(shares[report.field] ?? 0) }))
    .filter(({ coverage }) => coverage > 0);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
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

/** A member with one value a run, where several runs share the list. */
function findGroup(
  records: readonly JsonObject[],
  runs: readonly JsonValue[],
  inRun: ReturnType<typeof pathOf>,
): string | undefined {
  // Records inside a run of their own are together already.
  if (inRun.length > 1 && runs.length > 1) return undefined;
  const { members } = profileMembers(records);
  const usable = members.filter(
    ({ names, count, strings, numbers, distinct }) =>
      GROUP_WORDS.includes(names.at(-1) ?? '') &&
      names.slice(0, -1).every((name) => WRAPPERS.has(name)) &&
      count >= records.length * 0.6 &&
      strings + numbers >= count * 0.95 &&
      distinct.size > 0 &&
      distinct.size <= Math.max(1, count / 2) &&
      !isParentOfOthers(distinct, members),
  );
  return usable.toSorted(
    (a, b) => GROUP_WORDS.indexOf(a.names.at(-1) ?? '') - GROUP_WORDS.indexOf(b.names.at(-1) ?? ''),
  )[0]?.path;
}

/** What records name as their parent is a span, no run. */
function isParentOfOthers(ids: ReadonlyMap<string, number>, members: readonly MemberProfile[]): boolean {
  return (
    ids.size > 1 &&
    members.some(
      ({ names, distinct, samples }) =>
        /^parent/.test(names.at(-1) ?? '') &&
        ([...distinct.keys()].some((id) => ids.has(id)) ||
          samples.flat().some((id) => typeof id === 'string' && ids.has(id))),
    )
  );
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

function choosePairing(cases: readonly RecordCase[]): AdapterBody['pairing'] {
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
    (hasResults || all.some(({ as }) => as === 'call'))
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
