/** The run that the page was opened at: it is there, or nearly, before anything is shown. */
import { type RunStart, startRun } from './start-run.ts';

let first: { readonly runId: string; readonly start: RunStart } | undefined;

/** Resolves at once where the address names no run, else when the beginning of the run is there, or after `patienceMs`. */
export async function prepareFirstRun({ pathname, hash }: Location, patienceMs: number): Promise<void> {
  const [, runId] = /^\/runs\/([0-9a-f]{1,16})$/.exec(pathname) ?? [];
  if (runId === undefined) return;
  const start = startRun(runId, hash);
  first = { runId, start };
  await Promise.race([start.prepare(), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
}

/** Handed out once: a page that is opened later wants the run as it is then. */
export function takeRunStart(runId: string): RunStart {
  const prepared = first?.runId === runId ? first.start : undefined;
  first = undefined;
  return prepared ?? startRun(runId, window.location.hash);
}
