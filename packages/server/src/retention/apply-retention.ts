/**
 * Deletes the oldest runs until the policy is kept: first those beyond the age, then, while the data takes more than allowed,
 * the oldest of the rest. A run that is still running is never deleted.
 *
 * Limits: what a run takes is estimated by its spans, and the store is measured after each batch, of which none is expected to
 * free more than a quarter of the excess. A pass ends where its estimate does even when the store has not got smaller, so
 * that it never deletes more than the estimate asks for; the next pass measures again. What was written lately takes several times
 * the room that it takes in the end: before anything goes for its size, the store is compacted. A dry run changes nothing, so that it
 * takes the store as it is and may name more runs than would go.
 */
import {
  type RetentionPolicy,
  type RetentionReportJson,
  runState,
  type SpanStore,
  type StoredRun,
  type StoreInfo,
} from '@tracewright/core';
import { type DeleteOptions, type RunDeletion, startDeletion } from '../service/delete-runs.ts';
import { lastHeardMs, oldestFirst, timedOldestFirst, untimed } from './oldest-first.ts';

const DAY_MS = 86_400_000;
/** The part of the excess that one batch may be expected to free. */
const BATCH_SHARE = 4;

export interface RetentionOptions extends DeleteOptions {
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** Asked between runs; what was deleted until then stays deleted. */
  readonly signal?: AbortSignal | undefined;
  /** Told of what is deleted so far. */
  readonly onProgress?: ((deletion: RunDeletion) => void) | undefined;
}

export async function applyRetention(
  store: SpanStore,
  policy: RetentionPolicy,
  options: RetentionOptions,
): Promise<RetentionReportJson> {
  const { nowMs, isDryRun, signal } = options;
  const { maxBytes = Infinity } = policy;
  const before = isDryRun ? await store.info() : await weigh(store, maxBytes);
  const bytesPerSpan = before.usedBytes / Math.max(1, before.counts.spans);
  const deletion = startDeletion(store, options);
  options.onProgress?.(deletion);
  const kept = new Set<string>();
  /** What is used now; a dry run takes off what it would have freed. */
  const measure = async (): Promise<number> =>
    isDryRun ? before.usedBytes - deletion.report.spans * bytesPerSpan : (await store.info()).usedBytes;
  const isCancelled = (): boolean => signal?.aborted === true;
  const mayGo = (run: StoredRun): boolean => {
    if (runState(run, nowMs) !== 'running') return true;
    kept.add(run.runId);
    return false;
  };

  const deleteAged = async (beforeMs: number): Promise<void> => {
    const isAged = (run: StoredRun): boolean => (lastHeardMs(run) ?? Infinity) < beforeMs;
    for await (const run of timedOldestFirst(store)) {
      if (isCancelled() || !isAged(run)) break;
      if (mayGo(run)) await deletion.add(run);
    }
    for await (const run of untimed(store)) {
      if (isCancelled()) break;
      if (isAged(run) && mayGo(run)) await deletion.add(run);
    }
    await deletion.flush();
  };

  /** @returns what is used then, by measure or by estimate, whichever is less */
  const deleteExcess = async (usedBytes: number, maxBytes: number): Promise<number> => {
    const spansBefore = deletion.report.spans;
    const estimate = async (): Promise<number> => {
      const freed = (deletion.report.spans - spansBefore) * bytesPerSpan;
      return Math.min(usedBytes - freed, isDryRun ? Infinity : (await store.info()).usedBytes);
    };
    let used = usedBytes;
    for await (const run of oldestFirst(store)) {
      if (isCancelled() || used <= maxBytes) break;
      if (isDryRun && isAlreadyCounted(run)) continue;
      if (!mayGo(run)) continue;
      await deletion.add(run);
      const waitingBytes = deletion.waiting.spans * bytesPerSpan;
      const isEnough = used - waitingBytes <= maxBytes || waitingBytes >= (used - maxBytes) / BATCH_SHARE;
      if (isEnough) await deletion.flush();
      if (deletion.waiting.runs === 0) used = await estimate();
    }
    await deletion.flush();
    return estimate();
  };

  const agedBeforeMs = policy.maxAgeDays === undefined ? -Infinity : nowMs - policy.maxAgeDays * DAY_MS;
  /** A dry run leaves the aged runs where they are: they must not be counted twice. */
  const isAlreadyCounted = (run: StoredRun): boolean => (lastHeardMs(run) ?? Infinity) < agedBeforeMs;

  if (policy.maxAgeDays !== undefined) await deleteAged(agedBeforeMs);
  const used = await measure();
  const left = used > maxBytes && !isCancelled() ? await deleteExcess(used, maxBytes) : used;
  return {
    ...deletion.report,
    startedAt: new Date(nowMs).toISOString(),
    usedBytesBefore: before.usedBytes,
    usedBytesAfter: Math.max(0, Math.round(isDryRun ? left : await measure())),
    keptRunning: kept.size,
    state: isCancelled() ? 'cancelled' : left > maxBytes ? 'over-limit' : 'done',
  };
}

async function weigh(store: SpanStore, maxBytes: number): Promise<StoreInfo> {
  const info = await store.info();
  if (info.usedBytes <= maxBytes) return info;
  await store.compact();
  return store.info();
}
