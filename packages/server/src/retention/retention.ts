/** Retention of one project: one pass at a time, its progress, and how the last one ended. */
import {
  type DeleteReportJson,
  type RetentionPolicy,
  type RetentionReportJson,
  type RetentionRequest,
  type RetentionStateJson,
  type SpanStore,
  TraceError,
} from '@tracewright/core';
import { createSerialQueue } from '../serial-queue.ts';
import type { DeleteOptions, RunDeletion } from '../service/delete-runs.ts';
import { applyRetention } from './apply-retention.ts';
import { isUnlimited } from './policy.ts';

export interface Retention {
  state(): Promise<RetentionStateJson>;
  /** By the project's policy where the request gives no limit. @throws TraceError `request-invalid` when neither has one */
  run(request: RetentionRequest, signal?: AbortSignal): Promise<RetentionReportJson>;
}

export interface RetentionSource {
  readonly store: SpanStore;
  /** Asked at each pass, so that an edited file counts at once. */
  readonly policy: () => Promise<RetentionPolicy>;
  readonly onDeleted?: DeleteOptions['onDeleted'];
  /** Unix milliseconds. */
  readonly now?: () => number;
}

export function createRetention({ store, policy, onDeleted, now = Date.now }: RetentionSource): Retention {
  const enqueue = createSerialQueue();
  let running: RunDeletion | undefined;
  let last: RetentionReportJson | null = null;
  const pass = async (request: RetentionRequest, signal?: AbortSignal): Promise<RetentionReportJson> => {
    const { dryRun = false, ...asked } = request;
    const limits = isUnlimited(asked) ? await policy() : asked;
    if (isUnlimited(limits))
      throw new TraceError('request-invalid', {
        message: 'no limit is given, and the project has none',
        fix: 'give an age or a size, or write retention.json: see "Retention" in docs/operations.md',
      });
    try {
      const report = await applyRetention(store, limits, {
        isDryRun: dryRun,
        nowMs: now(),
        signal,
        onDeleted,
        onProgress: (deletion) => {
          running = deletion;
        },
      });
      if (!dryRun) last = report;
      return report;
    } finally {
      running = undefined;
    }
  };
  return {
    async state() {
      const under: DeleteReportJson | null = running?.report ?? null;
      return { policy: await policy(), running: under, last };
    },
    run: (request, signal) => enqueue(() => pass(request, signal)),
  };
}
