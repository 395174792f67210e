/** Applies retention to every project again and again, one project after the other. */
import { createSerialQueue } from '../serial-queue.ts';

export interface RetentionJob {
  /** A pass over all projects now, after the one under way. */
  runNow(): Promise<void>;
  /** Cancels between two runs, and waits. */
  stop(): Promise<void>;
}

export interface RetentionJobOptions {
  /** Names of the projects that have a policy. */
  readonly listProjects: () => Promise<readonly string[]>;
  readonly apply: (project: string, signal: AbortSignal) => Promise<unknown>;
  readonly intervalMs?: number;
  /** Told of what failed; the other projects and the next pass go on. */
  readonly onError: (error: unknown) => void;
  /** Calls back again and again until the function that it gives is called. */
  readonly every?: (intervalMs: number, callback: () => void) => () => void;
}

const HOUR_MS = 3_600_000;

export function startRetentionJob(options: RetentionJobOptions): RetentionJob {
  const { listProjects, apply, intervalMs = HOUR_MS, onError, every = everyInterval } = options;
  const stopping = new AbortController();
  const enqueue = createSerialQueue();
  let isWaiting = false;

  const pass = async (): Promise<void> => {
    isWaiting = false;
    for (const project of await listProjects()) {
      if (stopping.signal.aborted) return;
      try {
        await apply(project, stopping.signal);
      } catch (error) {
        onError(error);
      }
    }
  };
  const runNow = (): Promise<void> => enqueue(pass).catch(onError);
  const end = every(intervalMs, () => {
    // A pass that takes longer than the interval is not queued up behind itself.
    if (isWaiting) return;
    isWaiting = true;
    void runNow();
  });
  return {
    runNow,
    async stop() {
      end();
      stopping.abort();
      await enqueue(async () => undefined);
    },
  };
}

function everyInterval(intervalMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
