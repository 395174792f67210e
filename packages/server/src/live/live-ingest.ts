/**
 * Spans of running agents into a store: which run each belongs to, one group of requests a commit, records of runs behind.
 *
 *     const live = createLiveIngest({ store, ... });
 *     const { rejected, messages } = await live.accept(decoded, sizeBytes);   // durable now
 *
 * See docs/live.md for the rules. One of these a store: it counts on being the only writer of live runs.
 */
import {
  type Finding,
  isTraceError,
  type RunId,
  type Span,
  type SpanStore,
  TraceError,
} from '@tracewright/core';
import {
  type DecodedExport,
  findMessageSpan,
  liftLog,
  mergeLoggedMessages,
  type OtlpLog,
  pairToolCalls,
} from '@tracewright/importers';
import type { ByteBudget } from './byte-budget.ts';
import { createGroupQueue, type GroupItem } from './group-queue.ts';
import type { Intake, PreparedDraft } from './intake.ts';
import { createRunRecords, growRun, type RunRecord, type RunSpan, startRun } from './run-record.ts';
import { createRunRefresher } from './run-refresher.ts';
import { type Assignment, createTraceRuns, type TraceMove } from './trace-runs.ts';

/** `disk`: acknowledged when committed and flushed. `memory`: acknowledged when queued; a crash loses the queue. */
export type Durability = 'disk' | 'memory';
export const DURABILITIES: readonly Durability[] = ['disk', 'memory'];

export interface Accepted {
  readonly rejected: number;
  /** Why, the first few. */
  readonly messages: readonly string[];
}

/** Whether writing works, and since when it does not. */
export interface WriteHealth {
  readonly failure?: { readonly message: string; readonly fix: string; readonly sinceMs: number };
  readonly queuedBytes: number;
  /** Runs whose record is not exact yet. */
  readonly pendingRuns: number;
}

export interface LiveIngest {
  /**
   * Resolves when what was taken is as safe as the durability says.
   * @throws TraceError `store-failed` and its kin
   */
  accept(records: Pick<DecodedExport, 'drafts' | 'logs'>, sizeBytes: number): Promise<Accepted>;
  health(): WriteHealth;
  /** Whether requests wait, or came a moment ago. */
  isBusy(): boolean;
  /** Makes runs whole that a crash left without a record, or with one that counts other spans. */
  recover(): Promise<void>;
  /** Forgets runs that were deleted. */
  forget(runIds: readonly RunId[]): void;
  /** Resolves when everything accepted is stored and every record exact. */
  idle(): Promise<void>;
  /** Stores what was accepted, then stops. */
  close(): Promise<void>;
}

export interface LiveIngestOptions {
  readonly store: SpanStore;
  readonly intake: Intake;
  readonly durability: Durability;
  readonly budget: ByteBudget;
  /** More spans than this in one run are refused. */
  readonly maxSpansPerRun: number;
  /** Told of runs that can be seen with something new. */
  readonly onChanged: (runIds: readonly RunId[]) => void;
  /** Told of runs that can be diagnosed: they ended, or nothing came for a while. */
  readonly onQuiet: (runId: RunId) => void;
  readonly onError: (error: unknown) => void;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** Spans of one commit: bounds how long a request waits for those before it. */
const SPANS_PER_GROUP = 4096;
const REASONS_KEPT = 5;
/** Requests that come closer than this together make a load that goes before everything behind it. */
const BUSY_MS = 300;

interface Request {
  readonly drafts: readonly PreparedDraft[];
  /** Logged messages: they are put to those of their model call that are stored already. */
  readonly messages: readonly OtlpLog[];
  rejected: number;
  readonly reasons: string[];
}

export function createLiveIngest(options: LiveIngestOptions): LiveIngest {
  const {
    store,
    intake,
    durability,
    budget,
    maxSpansPerRun,
    onChanged,
    onQuiet,
    onError,
    now = Date.now,
  } = options;
  const traceRuns = createTraceRuns(store);
  const records = createRunRecords(store);
  let lastRequestMs = Number.NEGATIVE_INFINITY;
  const isBusy = (): boolean => queue.waiting > 0 || performance.now() - lastRequestMs < BUSY_MS;
  const refresher = createRunRefresher({ store, records, onChanged, onQuiet, onError, now, isBusy });
  const queue = createGroupQueue<Request>((items) => writeGroup(items), SPANS_PER_GROUP);
  let failure: WriteHealth['failure'];
  let isClosing = false;

  const writeGroup = async (items: readonly GroupItem<Request>[]): Promise<void> => {
    try {
      await write(await toEntries(items.map(({ value }) => value)));
      failure = undefined;
    } catch (error) {
      if (!isRefusal(error)) {
        failure = toFailure(error, failure?.sinceMs ?? now());
        throw error;
      }
      await writeEach(items);
    }
    for (const item of items) item.resolve();
  };

  /** A span that cannot be stored costs itself alone: found by writing one by one, which is slow and rare. */
  const writeEach = async (items: readonly GroupItem<Request>[]): Promise<void> => {
    for (const entry of await toEntries(items.map(({ value }) => value))) {
      try {
        await write([entry]);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refuse(entry.request, error.message);
      }
    }
  };

  const toEntries = async (requests: readonly Request[]): Promise<Entry[]> => {
    const entries = requests.flatMap((request) => request.drafts.map((prepared) => ({ prepared, request })));
    const places = new Map<string, { place: MessagePlace; logs: OtlpLog[]; request: Request }>();
    for (const request of requests) {
      for (const log of request.messages) {
        const place = findMessageSpan(log);
        if (place === undefined) continue;
        const key = `${place.traceId}${place.spanId}`;
        const known = places.get(key);
        if (known === undefined) places.set(key, { place, logs: [log], request });
        else known.logs.push(log);
      }
    }
    for (const { place, logs, request } of places.values()) {
      const draft = mergeLoggedMessages(await store.findSpan(place.traceId, place.spanId), logs);
      if (draft !== undefined) entries.push({ prepared: intake.prepare(draft), request });
    }
    return entries;
  };

  const write = async (entries: readonly Entry[]): Promise<void> => {
    const assignment = await traceRuns.assign(entries.map(({ prepared }) => prepared.draft));
    const touched: RunId[] = [];
    const ended: RunId[] = [];
    const spans: Span[] = [];
    const runs: RunRecord[] = [];
    const findings: Finding[] = [];
    for (const [runId, own] of groupByRun(entries, assignment, now())) {
      const before = assignment.newRuns.has(runId) ? undefined : await records.find(runId);
      const room = maxSpansPerRun - (before?.stats.spans ?? 0);
      const { kept, refused } = splitAt(own, room);
      for (const { entry } of refused)
        refuse(entry.request, `run ${runId} holds ${maxSpansPerRun} spans already; no more are taken`);
      if (kept.length === 0) continue;
      const { record: fresh, findings: ofRun } = startRun(kept.map(toRunSpan), intake, now());
      findings.push(...ofRun);
      const record = before === undefined ? fresh : growRun(before, fresh);
      records.set(record);
      runs.push(record);
      const paired = pairToolCalls(kept.map(({ span }) => span));
      spans.push(...paired);
      for (const [index, { entry }] of kept.entries()) {
        const span = paired[index];
        if (span !== undefined) findings.push(...entry.prepared.toFindings(runId, span));
      }
      if (before === undefined && record.run.live?.openSpans === 0) ended.push(runId);
      else touched.push(runId);
    }
    const moved = await readMoved(assignment.moves);
    touched.push(...assignment.moves.map(({ to }) => to));
    try {
      await store.write({
        spans: [...moved.spans, ...spans],
        runs,
        findings: [...moved.findings, ...findings],
      });
    } catch (error) {
      // What was put into the records is not stored.
      records.forget(runs.map(({ run }) => run.runId));
      throw error;
    }
    if (moved.emptied.length > 0) {
      await store.deleteRuns(moved.emptied, { sweeps: false });
      records.forget(moved.emptied);
      refresher.forget(moved.emptied);
    }
    traceRuns.keep(assignment);
    refresher.touch(touched);
    onChanged([...touched, ...ended]);
    for (const runId of ended) onQuiet(runId);
  };

  /** The stored spans and findings of traces that belong elsewhere now. */
  const readMoved = async (
    moves: readonly TraceMove[],
  ): Promise<{ spans: Span[]; findings: Finding[]; emptied: RunId[] }> => {
    const spans: Span[] = [];
    const findings: Finding[] = [];
    for (const { from, to } of moves) {
      for (const span of await store.readSpans(from)) spans.push({ ...span, runId: to });
      for (const finding of await store.readReportedFindings(from)) findings.push({ ...finding, runId: to });
    }
    return { spans, findings, emptied: moves.map(({ from }) => from) };
  };

  return {
    async accept({ drafts, logs }, sizeBytes) {
      if (isClosing) throw unavailable();
      lastRequestMs = performance.now();
      const messages: OtlpLog[] = [];
      const prepared = drafts.map((draft) => intake.prepare(draft));
      for (const log of logs) {
        if (findMessageSpan(log) !== undefined) messages.push(log);
        else {
          const lifted = liftLog(log);
          if (lifted !== undefined) prepared.push(intake.prepare(lifted));
        }
      }
      const request: Request = {
        drafts: prepared,
        messages,
        rejected: 0,
        reasons: [],
      };
      const size = request.drafts.length + messages.length;
      if (size === 0) return { rejected: 0, messages: [] };
      if (durability === 'disk') {
        await queue.add(request, size);
        return { rejected: request.rejected, messages: request.reasons };
      }
      if (failure !== undefined) throw unavailable(failure.message);
      // The receiver gives its bytes back when this resolves; they stay in memory until they are written.
      budget.take(sizeBytes);
      queue
        .add(request, size)
        .catch(onError)
        .finally(() => budget.give(sizeBytes));
      return { rejected: 0, messages: [] };
    },
    health: () => ({
      ...(failure === undefined ? {} : { failure }),
      queuedBytes: budget.takenBytes,
      pendingRuns: refresher.pending,
    }),
    isBusy,
    async recover() {
      refresher.touch(await store.findStaleRuns());
    },
    forget(runIds) {
      traceRuns.forget(runIds);
      records.forget(runIds);
      refresher.forget(runIds);
    },
    async idle() {
      await queue.idle();
      await refresher.idle();
    },
    async close() {
      isClosing = true;
      await queue.idle();
      await refresher.stop();
    },
  };
}

type MessagePlace = NonNullable<ReturnType<typeof findMessageSpan>>;

interface Entry {
  readonly prepared: PreparedDraft;
  readonly request: Request;
}

interface PlacedSpan {
  readonly entry: Entry;
  readonly span: Span;
}

/** The spans of each run in order of time, the last version of each. */
function groupByRun(
  entries: readonly Entry[],
  { runs }: Assignment,
  nowMs: number,
): Map<RunId, readonly PlacedSpan[]> {
  const byRun = new Map<RunId, Map<string, PlacedSpan>>();
  for (const entry of entries) {
    const { span } = entry.prepared.draft;
    const runId = runs.get(span.traceId);
    if (runId === undefined) throw new Error('unreachable: a trace without a run');
    const own = byRun.get(runId) ?? new Map<string, PlacedSpan>();
    byRun.set(runId, own);
    const sequence = toSequence(span.startTime, nowMs);
    own.set(`${span.traceId}${span.spanId}`, { entry, span: { ...span, runId, sequence } });
  }
  return new Map(
    [...byRun].map(([runId, own]) => [
      runId,
      [...own.values()].toSorted((a, b) => a.span.sequence - b.span.sequence),
    ]),
  );
}

/** Microseconds since 1970: order of time is order of record. An undated span stands where it arrived. */
function toSequence(startTime: bigint | undefined, nowMs: number): number {
  return startTime === undefined ? nowMs * 1000 : Number(startTime) / 1000;
}

function toRunSpan({ entry, span }: PlacedSpan): RunSpan {
  return { span, draft: entry.prepared.draft };
}

function splitAt<T>(items: readonly T[], room: number): { kept: readonly T[]; refused: readonly T[] } {
  const count = Math.max(0, room);
  return { kept: items.slice(0, count), refused: items.slice(count) };
}

function refuse(request: Request, message: string): void {
  request.rejected += 1;
  if (request.reasons.length < REASONS_KEPT) request.reasons.push(message);
}

function isRefusal(error: unknown): error is TraceError {
  return isTraceError(error) && error.code === 'record-invalid';
}

function toFailure(error: unknown, sinceMs: number): NonNullable<WriteHealth['failure']> {
  return isTraceError(error)
    ? { message: error.message, fix: error.fix ?? '', sinceMs }
    : { message: error instanceof Error ? error.message : String(error), fix: '', sinceMs };
}

function unavailable(reason = 'the server is stopping'): TraceError {
  return new TraceError('store-failed', { message: reason, fix: 'send it again a little later' });
}
