/**
 * The record of a run whose spans arrive one export after another. A group of spans gives a first version at once, so that
 * the run can be seen; `deriveRun` makes it exact from all spans that are stored.
 */
import { countStats } from '@tracewright/analysis';
import {
  type Finding,
  LOG_FORMAT,
  type LiveState,
  type Run,
  type RunId,
  type RunStats,
  type Span,
  type SpanStore,
} from '@tracewright/core';
import { createSpanRun, isLogSpan, type SpanDraft } from '@tracewright/importers';
import type { Intake } from './intake.ts';
import { createLruMap } from './lru-map.ts';

export interface RunRecord {
  readonly run: Run;
  readonly stats: RunStats;
}

/** Name of the source of live spans, where files have their path. */
export const LIVE_SOURCE = { path: 'otlp', format: 'otlp' } as const;
/** Of runs that agents told by log events. */
const LOG_SOURCE = { path: LIVE_SOURCE.path, format: LOG_FORMAT } as const;

/** The newest records, those whose write is still under way among them. */
export interface RunRecords {
  find(runId: RunId): Promise<RunRecord | undefined>;
  /** What `find` would give without asking the store. */
  peek(runId: RunId): RunRecord | undefined;
  set(record: RunRecord): void;
  forget(runIds: Iterable<RunId>): void;
}

/** A record with many tools offered takes some 30 kB. */
const REMEMBERED_RUNS = 2_000;

export function createRunRecords(store: SpanStore): RunRecords {
  const records = createLruMap<RunId, RunRecord>(REMEMBERED_RUNS);
  return {
    async find(runId) {
      const known = records.get(runId);
      if (known !== undefined) return known;
      const [stored] = await store.findRuns(runId);
      // One may have been set while the store was asked: it is newer.
      const now = records.get(runId);
      if (now !== undefined || stored === undefined) return now;
      const {
        stats,
        findings: _findings,
        onsetStep: _onsetStep,
        annotations: _annotations,
        ...rest
      } = stored;
      // What a person says of the run is no part of it.
      const { recordedOutcome, ...run } = rest;
      return { run: { ...run, outcome: recordedOutcome ?? run.outcome }, stats };
    },
    peek: (runId) => records.get(runId),
    set: (record) => records.set(record.run.runId, record),
    forget(runIds) {
      for (const runId of runIds) records.delete(runId);
    },
  };
}

/** A span of a run with what the dialects read off it. */
export interface RunSpan {
  readonly span: Span;
  readonly draft: SpanDraft;
}

/**
 * A record made of one group of spans, what is to be reported of the run, and whether its first span, the one without a
 * parent, is among them.
 */
export interface StartedRun extends RunRecord {
  readonly findings: readonly Finding[];
  readonly hasRoot: boolean;
}

/** The record as the spans of one group alone tell it; exact when there are no others. */
export function startRun(spans: readonly RunSpan[], intake: Intake, nowMs: number): StartedRun {
  const [first] = spans;
  if (first === undefined) throw new Error('unreachable: a run without spans');
  const source = spans.every(({ span }) => isLogSpan(span)) ? LOG_SOURCE : LIVE_SOURCE;
  const collected = createSpanRun({ runId: first.span.runId, ...source });
  for (const { span, draft } of spans) collected.add(span, draft.facts);
  const { resource } = findRoot(spans).draft;
  const run = collected.finish({ ...readService(resource), environment: resource });
  const own = spans.map(({ span }) => span);
  const prepared = intake.prepareRun(run);
  return {
    run: { ...prepared.run, live: toLiveState(own, nowMs) },
    stats: countStats(own),
    findings: prepared.findings,
    hasRoot: own.some(({ parentSpanId }) => parentSpanId === undefined),
  };
}

/**
 * What was known with what a group adds: counts are those of a sum until `deriveRun` makes them exact. The resource of the
 * run's root speaks for the run, whenever it comes.
 */
export function growRun(before: RunRecord, now: RunRecord & { readonly hasRoot?: boolean }): RunRecord {
  const isRootNew =
    now.hasRoot === true &&
    ((before.run.live?.openSpans ?? 0) > 0 || isBefore(now.run.startTime, before.run.startTime));
  const tools = new Map([...now.run.tools, ...before.run.tools].map((tool) => [tool.name, tool]));
  const cost = sumDefined(before.stats.costUsd, now.stats.costUsd);
  return {
    run: {
      ...now.run,
      ...before.run,
      ...(isRootNew ? pickRootFacts(now.run) : {}),
      ...spanOfTime(before.run, now.run),
      traceIds: [...new Set([...before.run.traceIds, ...now.run.traceIds])],
      // The last word on how the run ended.
      outcome: now.run.outcome.status === 'unknown' ? before.run.outcome : now.run.outcome,
      tools: [...tools.values()],
      ...(now.run.live === undefined ? {} : { live: now.run.live }),
    },
    stats: {
      steps: before.stats.steps + now.stats.steps,
      spans: before.stats.spans + now.stats.spans,
      inputTokens: before.stats.inputTokens + now.stats.inputTokens,
      outputTokens: before.stats.outputTokens + now.stats.outputTokens,
      ...(cost === undefined ? {} : { costUsd: cost }),
    },
  };
}

function pickRootFacts({ agent, agentVersion, environment }: Run): Partial<Run> {
  return { environment, ...withoutUndefined({ agent, agentVersion }) };
}

function isBefore(a: bigint | undefined, b: bigint | undefined): boolean {
  return a !== undefined && (b === undefined || a < b);
}

/** The record that all the run's spans give; what spans do not keep (tools offered, outcome, environment) stays. */
export function deriveRun(before: Run, spans: readonly Span[]): RunRecord {
  const collected = createSpanRun({ runId: before.runId, ...before.source });
  for (const span of spans) collected.add(span, {});
  const { agent, model, taskText, startTime, endTime, traceIds } = collected.finish({
    ...readService(before.environment),
  });
  return {
    run: {
      ...before,
      traceIds,
      ...withoutUndefined({ agent, model, taskText, startTime, endTime }),
      ...(before.live === undefined
        ? {}
        : { live: { ...before.live, openSpans: countOpenSpans(spans) } satisfies LiveState }),
    },
    stats: countStats(spans),
  };
}

/** What is known of a live run whose spans were stored and whose record was not, when a crash came between. */
export function recoverRun(spans: readonly Span[], nowMs: number): Run | undefined {
  const [first] = spans;
  if (first?.source?.path !== LIVE_SOURCE.path) return undefined;
  return {
    runId: first.runId,
    traceIds: [],
    source: LIVE_SOURCE,
    outcome: { status: 'unknown' },
    tools: [],
    environment: {},
    live: { openSpans: 0, lastArrivalMs: nowMs },
  };
}

/** Spans named as parent that are not among these. Events that were logged name what may never be exported. */
export function countOpenSpans(spans: readonly Span[]): number {
  const present = new Set(spans.map(({ traceId, spanId }) => `${traceId}${spanId}`));
  const open = new Set<string>();
  for (const { traceId, parentSpanId, attributes } of spans) {
    if (parentSpanId === undefined || isLogSpan({ attributes })) continue;
    const parent = `${traceId}${parentSpanId}`;
    if (!present.has(parent)) open.add(parent);
  }
  return open.size;
}

function toLiveState(spans: readonly Span[], nowMs: number): LiveState {
  return { openSpans: countOpenSpans(spans), lastArrivalMs: nowMs };
}

/** The span whose resource speaks for the run: one without a parent, else the first. */
function findRoot(spans: readonly RunSpan[]): RunSpan {
  const root = spans.find(({ span }) => span.parentSpanId === undefined) ?? spans[0];
  if (root === undefined) throw new Error('unreachable: a run without spans');
  return root;
}

function readService(resource: Run['environment']): { agent?: string; agentVersion?: string } {
  const name = resource['service.name'];
  const version = resource['service.version'];
  return {
    ...(typeof name === 'string' && name !== '' ? { agent: name } : {}),
    ...(typeof version === 'string' && version !== '' ? { agentVersion: version } : {}),
  };
}

function spanOfTime(a: Run, b: Run): Pick<Run, 'startTime' | 'endTime'> {
  const starts = [a.startTime, b.startTime].filter((time) => time !== undefined);
  const ends = [a.endTime, b.endTime].filter((time) => time !== undefined);
  const startTime = starts.reduce<bigint | undefined>((least, time) => minimum(least, time), undefined);
  const endTime = ends.reduce<bigint | undefined>((most, time) => maximum(most, time), undefined);
  return withoutUndefined({ startTime, endTime });
}

function minimum(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b < a ? b : a;
}

function maximum(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b > a ? b : a;
}

function sumDefined(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : a + b;
}

function withoutUndefined<T extends object>(object: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  // What is left has no undefined members.
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
