/**
 * Spans of running agents into a store: which run each belongs to, one group of requests a commit, records of runs behind.
 *
 *     const live = createLiveIngest({ store, ... });
 *     const { rejected, messages } = await live.accept(decoded, sizeBytes);   // durable now
 *
 * See docs/live.md for the rules. One of these a store: it counts on being the only writer of live runs.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
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
  toFullRunFinding,
} from '@tracewright/importers';
import type { QueueBudget } from './byte-budget.ts';
import { createGroupQueue, type GroupItem } from './group-queue.ts';
import type { Intake, PreparedDraft } from './intake.ts';
import type { NotKept } from './not-kept.ts';
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
  /** Records that were acknowledged from memory and could not be taken: their senders are not told any more. */
  readonly refusedAfterAcknowledge: number;
  readonly notKept: Readonly<NotKept>;
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
  /** `SpanStore.deleteRuns`, such that nothing known of the runs comes back with the spans that are on their way. */
  deleteRuns: SpanStore['deleteRuns'];
  /** Resolves when everything accepted is stored and every record exact. */
  idle(): Promise<void>;
  /** Stores what was accepted, then stops. */
  close(): Promise<void>;
}

export interface LiveIngestOptions {
  readonly store: SpanStore;
  readonly intake: Intake;
  readonly durability: Durability;
  readonly budget: QueueBudget;
  readonly notKept: NotKept;
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
/** Drafts made ready before others get their turn. */
const DRAFTS_PER_TURN = 256;
/** After a failed write, where the sender was told that all is well. */
const RETRY_MS = 1000;
/** Making records exact holds up the end of the server at most so long. */
const CLOSE_MS = 3000;
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
    notKept,
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
  /** Counts deletions. */
  let deletions = 0;
  let refusedAfterAcknowledge = 0;

  const writeGroup = async (items: readonly GroupItem<Request>[]): Promise<void> => {
    try {
      await writeParts(await toEntries(items.map(({ value }) => value)));
      failure = undefined;
    } catch (error) {
      failure = toFailure(error, failure?.sinceMs ?? now());
      throw error;
    }
    for (const item of items) item.resolve();
  };

  /** A span that cannot be stored costs itself alone: it is found by halves. */
  const writeParts = async (entries: readonly Entry[]): Promise<void> => {
    try {
      await write(entries);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [only] = entries;
      if (only === undefined) return;
      if (entries.length === 1) {
        refuse(only.request, `${nameSpan(only)}: ${error.summary}`);
        return;
      }
      const middle = entries.length >> 1;
      await writeParts(entries.slice(0, middle));
      await writeParts(entries.slice(middle));
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
    const deletionsBefore = deletions;
    const assignment = await traceRuns.assign(entries.map(({ prepared }) => prepared.draft));
    const group: Group = {
      spans: [],
      runs: [],
      findings: [],
      touched: new Set(),
      ended: [],
      full: [],
      refused: [],
    };
    for (const [runId, own] of groupByRun(entries, assignment, now()))
      await place(runId, own, assignment, group);
    const moved = await readMoved(assignment.moves);
    // Somebody deleted runs while they were looked up: what is known of them must not come back.
    if (deletions !== deletionsBefore) return write(entries);
    for (const record of group.runs) records.set(record);
    // Before the write: what a refresh has read of them goes nowhere any more.
    refresher.forget(moved.emptied);
    records.forget(moved.emptied);
    try {
      await store.write({
        spans: [...moved.spans, ...group.spans],
        runs: group.runs,
        findings: [...moved.findings, ...group.findings],
      });
    } catch (error) {
      // What was put into the records is not stored.
      records.forget(group.runs.map(({ run }) => run.runId));
      throw error;
    }
    if (moved.emptied.length > 0) await store.deleteRuns(moved.emptied, { sweeps: false });
    for (const { request, reason } of group.refused) refuse(request, reason);
    traceRuns.keep(assignment);
    refresher.touch(group.touched);
    onChanged([...new Set([...group.touched, ...group.ended, ...group.full])]);
    for (const runId of group.ended) onQuiet(runId);
  };

  /** The spans of one run into the group, with the record that they make of it. */
  const place = async (
    runId: RunId,
    own: readonly PlacedSpan[],
    { newRuns, moves }: Assignment,
    group: Group,
  ): Promise<void> => {
    const known = newRuns.has(runId) ? [] : [await records.find(runId)];
    for (const { from, to } of moves) if (to === runId) known.push(await records.find(from));
    const before = known.filter((record) => record !== undefined);
    const room = maxSpansPerRun - before.reduce((sum, { stats }) => sum + stats.spans, 0);
    const { kept, refused } = splitAt(own, room);
    const told = new Set<Request>();
    for (const { entry } of refused) {
      const { request } = entry;
      const reason = `${nameSpan(entry)}: run ${runId} holds ${maxSpansPerRun} spans already; no more are taken`;
      // All of them have the same reason: one is named.
      group.refused.push({ request, reason: told.has(request) ? undefined : reason });
      told.add(request);
    }
    if (refused.length > 0) {
      group.findings.push(toFullRunFinding(runId, maxSpansPerRun));
      group.full.push(runId);
    }
    if (kept.length === 0) return;
    const fresh = startRun(kept.map(toRunSpan), intake, now());
    group.findings.push(...fresh.findings);
    const grown = before.reduce<RunRecord>((record, earlier) => growRun(earlier, record), fresh);
    group.runs.push({ run: { ...grown.run, runId }, stats: grown.stats });
    const paired = pairToolCalls(kept.map(({ span }) => span));
    group.spans.push(...paired);
    for (const [index, { entry }] of kept.entries()) {
      const span = paired[index];
      if (span !== undefined) group.findings.push(...entry.prepared.toFindings(runId, span));
    }
    if (before.length === 0 && fresh.run.live?.openSpans === 0) group.ended.push(runId);
    else group.touched.add(runId);
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

  /** What was acknowledged is tried again until it is stored; only the end of the server loses it. */
  const storeAcknowledged = async (request: Request, size: number): Promise<void> => {
    for (;;) {
      try {
        await queue.add(request, size);
        break;
      } catch (error) {
        onError(error);
        if (isClosing) return;
        await sleep(RETRY_MS, undefined, { ref: false });
        // What was refused before the failure is refused again.
        request.rejected = 0;
        request.reasons.length = 0;
      }
    }
    if (request.rejected === 0) return;
    refusedAfterAcknowledge += request.rejected;
    onError(refusedLate(request));
  };

  const toRequest = async (
    drafts: DecodedExport['drafts'],
    logs: DecodedExport['logs'],
  ): Promise<{ request: Request; passedOver: number }> => {
    const messages: OtlpLog[] = [];
    const prepared: PreparedDraft[] = [];
    let passedOver = 0;
    for (const draft of drafts) {
      prepared.push(intake.prepare(draft));
      if (prepared.length % DRAFTS_PER_TURN === 0) await nextTurn();
    }
    for (const log of logs) {
      if (findMessageSpan(log) !== undefined) messages.push(log);
      else {
        const lifted = liftLog(log);
        if (lifted === undefined) passedOver += 1;
        else prepared.push(intake.prepare(lifted));
      }
    }
    return { request: { drafts: prepared, messages, rejected: 0, reasons: [] }, passedOver };
  };

  const take = async (request: Request, sizeBytes: number): Promise<Accepted> => {
    const size = request.drafts.length + request.messages.length;
    if (size === 0) return { rejected: 0, messages: [] };
    if (durability === 'disk') {
      await queue.add(request, size);
      return { rejected: request.rejected, messages: request.reasons };
    }
    if (failure !== undefined) throw unavailable(failure.message);
    // The receiver gives its bytes back when this resolves; they stay in memory until they are written.
    budget.take(sizeBytes);
    void storeAcknowledged(request, size).finally(() => budget.give(sizeBytes));
    return { rejected: 0, messages: [] };
  };

  const forget = (runIds: readonly RunId[]): void => {
    traceRuns.forget(runIds);
    records.forget(runIds);
    refresher.forget(runIds);
  };

  return {
    async accept({ drafts, logs }, sizeBytes) {
      if (isClosing) throw unavailable();
      lastRequestMs = performance.now();
      const { request, passedOver } = await toRequest(drafts, logs);
      const accepted = await take(request, sizeBytes);
      // Counted once it is acknowledged: what is refused comes again.
      notKept.logRecords += passedOver;
      return accepted;
    },
    health: () => ({
      ...(failure === undefined ? {} : { failure }),
      queuedBytes: budget.takenBytes,
      pendingRuns: refresher.pending,
      refusedAfterAcknowledge,
      notKept: { ...notKept },
    }),
    isBusy,
    async recover() {
      const stale = await store.findStaleRuns();
      // A record of a run in flight may be older than its last span without its counts being wrong.
      const newest = await store.queryRuns({ orderBy: { field: 'end', descending: true }, limit: 1000 });
      const open = newest.items.filter(({ live }) => (live?.openSpans ?? 0) > 0);
      refresher.touch([...stale, ...open.map(({ runId }) => runId)]);
    },
    async deleteRuns(runIds, given) {
      deletions += 1;
      forget(runIds);
      try {
        return await store.deleteRuns(runIds, given);
      } finally {
        deletions += 1;
        forget(runIds);
      }
    },
    async idle() {
      await queue.idle();
      await refresher.idle();
    },
    async close() {
      isClosing = true;
      await queue.idle();
      // Runs that just ended should not stand there as running.
      const deadline = new AbortController();
      const late = sleep(CLOSE_MS, undefined, { signal: deadline.signal }).catch(() => undefined);
      await Promise.race([refresher.idle(), late]);
      deadline.abort();
      await refresher.stop();
    },
  };
}

/** What one commit writes, and what follows from it. */
interface Group {
  readonly spans: Span[];
  readonly runs: RunRecord[];
  readonly findings: Finding[];
  readonly touched: Set<RunId>;
  readonly ended: RunId[];
  /** Runs that had no room for some of their spans. */
  readonly full: RunId[];
  readonly refused: { readonly request: Request; readonly reason: string | undefined }[];
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

/** @param reason absent where another span of the request has the same */
function refuse(request: Request, reason: string | undefined): void {
  request.rejected += 1;
  if (reason !== undefined && request.reasons.length < REASONS_KEPT) request.reasons.push(reason);
}

function nameSpan({ prepared }: Entry): string {
  const { spanId, name } = prepared.draft.span;
  return `span ${spanId} (${JSON.stringify(name.slice(0, 60))})`;
}

function refusedLate({ rejected, reasons }: Request): TraceError {
  const more = rejected > reasons.length ? `; and ${rejected - reasons.length} more` : '';
  return new TraceError('record-invalid', {
    message: `${rejected} acknowledged with --durability memory and then refused: ${reasons.join('; ')}${more}`,
    fix: 'serve with --durability disk: exporters are then told what is refused',
  });
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
