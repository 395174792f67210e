/** Tells listeners which runs changed, a moment after they did: several changes of one moment are one message. */
import type { RunId } from '@tracewright/core';

export interface ChangeFeed {
  notify(runIds: Iterable<RunId>): void;
  /** @returns ends the subscription */
  subscribe(listener: (runIds: readonly RunId[]) => void): () => void;
}

const GATHER_MS = 200;
/** A message names so many runs at most; who shows more asks for the list anyway. */
const MOST_RUNS = 200;

export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<(runIds: readonly RunId[]) => void>();
  const changed = new Set<RunId>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    timer = undefined;
    const runIds = [...changed].slice(0, MOST_RUNS);
    changed.clear();
    for (const listener of listeners) listener(runIds);
  };
  return {
    notify(runIds) {
      if (listeners.size === 0) return;
      for (const runId of runIds) changed.add(runId);
      if (changed.size > 0) timer ??= setTimeout(tell, GATHER_MS).unref();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
