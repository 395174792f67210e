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
import { isTraceError, TraceError } from '@tracewright/core';
import { hashHex } from '../building/ids.ts';
import {
  ADAPTER_SCHEMA_VERSION,
  type AdapterBody,
  type FieldReport,
  type ImportAdapter,
} from './adapter/adapter.ts';
import { type Candidate, chooseCandidate } from './choose-candidate.ts';
import { chooseReadings } from './choose-readings.ts';
import { findTranscripts } from './find-transcripts.ts';
import { findExpansion } from './containers/expand-values.ts';
import { findCollections } from './cases/find-collections.ts';
import { induceBody } from './cases/induce-body.ts';
import { joinLists } from './cases/join-lists.ts';
import { addOpening } from './cases/add-opening.ts';
import { type AdapterMeasure, measureAdapter } from './measure-adapter.ts';
import {
  expandDocument,
  parseDocument,
  type RawDocument,
  type ReadingRule,
} from './containers/raw-document.ts';
import { formatPath, pathOf } from './adapter/path.ts';
import { roundShare } from './adapter/round-share.ts';
import { metricsOf } from './adapter-metrics.ts';

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
/** Of a text, for nobody or only one side that speaks where another reading hears both. */
const SILENCE = 0.15;
/** Share of calls and results that find each other where the reading is right. */
const PAIRED = 0.9;
/** Lists of a document that are tried in full. */
const TRIED = 5;
/** Share of calls and results that find each other only across runs. */
const PARTED = 0.2;
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
  const readings = chooseReadings(samples).map(({ rule: written, weight }) => {
    const documents = readSamples(samples, written);
    const expand = findExpansion(documents.map(({ root }) => root));
    return { documents, rule: expand === undefined ? written : { ...written, expand }, weight };
  });
  for (const { documents, rule, weight } of readings) candidates.push(...tryReading(documents, rule, weight));
  // Where no list reads as turns, a text in each record may.
  if (candidates.every(({ score }) => score < MIN_SCORE))
    for (const { documents, rule, weight } of readings)
      for (const found of rule.text === undefined ? findTranscripts(documents.map(({ root }) => root)) : [])
        candidates.push(
          ...tryReading(documents, { ...rule, transcripts: found.transcripts }, weight * found.weight),
        );
  return candidates
    .map((candidate) => ({
      ...candidate,
      score: candidate.score * repeats(candidate, candidates) * hears(candidate, candidates),
    }))
    .toSorted((a, b) => b.score - a.score || b.measure.said - a.measure.said);
}

/** The lists of the documents that may hold the turns, each read by the cases that it gives. */
function tryReading(written: readonly RawDocument[], rule: ReadingRule, weight: number): RankedReading[] {
  const candidates: RankedReading[] = [];
  const documents = written.map((document) => expandDocument(document, rule));
  const collections = findCollections(documents.map(({ root }) => root));
  const best = collections[0]?.score ?? 0;
  const tried = collections.slice(0, TRIED);
  const bodies = tried.map((collection) => induceBody(rule, collection, documents));
  const add = (narrow: AdapterBody, sure: number): void => {
    const { body, measure } = asOneRun(narrow, documents);
    // What the names say, what the reading gives, and how sure the container is.
    candidates.push({ body, measure, documents, score: measure.score * weight * (0.5 + 0.5 * sure) });
  };
  for (const [index, { score }] of tried.entries()) {
    const body = bodies[index];
    if (body !== undefined) add(body, score / best);
  }
  for (const body of joinLists(bodies, documents)) add(body, 1);
  return candidates;
}

/** A conversation in which nothing comes back is no better for being repeated where others tell calls and what they brought. */
function repeats({ body, measure }: Candidate, all: readonly Candidate[]): number {
  if (body.runs.growing === undefined) return 1;
  const isTalk = measure.results === 0;
  const act = (other: Candidate): boolean => other.measure.results > 0 && other.measure.pairing >= PAIRED;
  return isTalk && all.some(act) ? 1 : GROWING_WEIGHT;
}

/** Two ways to take a text apart: in one somebody asks and somebody answers, in the other their words are part of something else. */
function hears({ body, measure }: Candidate, all: readonly Candidate[]): number {
  if (body.container !== 'text') return 1;
  const most = Math.max(
    ...all.filter((other) => other.body.container === 'text').map((other) => other.measure.voices),
  );
  return 1 - SILENCE * (most - measure.voices);
}

/** Calls that find their results in the next run only show that the runs are parts of one. */
function asOneRun(body: AdapterBody, documents: readonly RawDocument[]): Candidate {
  const measure = measureAdapter(body, documents);
  const { at, growing, groupBy, spans } = body.runs;
  if (at === '' || growing !== undefined || measure.calls === 0 || measure.results === 0)
    return { body, measure };
  const whole: AdapterBody = {
    ...body,
    runs: {
      at: '',
      ...(groupBy === undefined ? {} : { groupBy }),
      ...(spans === undefined ? {} : { spans }),
      facts: {},
    },
    records: formatPath([...pathOf(at), ...pathOf(body.records)]),
  };
  const wide = measureAdapter(whole, documents);
  return wide.pairing > measure.pairing + PARTED ? { body: whole, measure: wide } : { body, measure };
}

/**
 * @param name kebab-case, of the adapter
 * @param createdAt ISO 8601
 * @throws TraceError `format-unknown` when no list of turns is found
 */
export function induceAdapter(samples: readonly Sample[], name: string, createdAt: string): Induced {
  const candidates = rankReadings(samples);
  const chosen = chooseCandidate(candidates);
  if (chosen === undefined || chosen.measure.score < MIN_SCORE || chosen.measure.records === 0)
    throw new TraceError('format-unknown', {
      message: `no list of turns was found in ${samples.length === 1 ? (samples[0]?.path ?? 'the file') : `${samples.length} files`}`,
      fix: 'give files that hold whole runs, or write an importer (docs/add-an-importer.md)',
    });
  const { documents } = chosen;
  const others = candidates.filter((other) => other !== chosen && other.documents === documents);
  const whole = addOpening(
    chosen.body,
    others.map((other) => other.body),
    documents,
  );
  const measure = whole === chosen.body ? chosen.measure : measureAdapter(whole, documents);
  const body = { ...whole, fields: withCoverage(whole.fields, measure) };
  const adapter: ImportAdapter = {
    kind: 'import-adapter',
    schemaVersion: ADAPTER_SCHEMA_VERSION,
    name,
    version: 1,
    createdAt,
    seed: null,
    metrics: metricsOf(measure),
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

function withCoverage(fields: readonly FieldReport[], { fields: shares }: AdapterMeasure): FieldReport[] {
  return fields
    .map((report) => ({ ...report, coverage: roundShare(shares[report.field] ?? 0) }))
    .filter(({ coverage }) => coverage > 0);
}
