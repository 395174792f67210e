/** Tells listeners which runs changed, a moment after they did: several changes of one moment are one message. */
import type { RunId } from '@tracewright/core';
import { createChangedRuns, type RunNews } from './changed-runs.ts';

export interface ChangeFeed {
  notify(runIds: Iterable<RunId>): void;
  /** @returns ends the subscription */
  subscribe(listener: ChangeListener): () => void;
}

export interface ChangeListener {
  readonly onChanged: (news: RunNews) => void;
  /** Nothing comes any more: the server is closing. */
  readonly onEnded: () => void;
}

/** Those of all projects. A feed outlives its opened project: whoever listens does not keep one open. */
export interface ChangeFeeds {
  of(project: string): ChangeFeed;
  /** Ends all subscriptions, and those that come after. */
  close(): void;
}

const GATHER_MS = 200;

export function createChangeFeeds(): ChangeFeeds {
  const feeds = new Map<string, ChangeFeed>();
  const endings = new Set<() => void>();
  let isClosed = false;
  const create = (): ChangeFeed => {
    const listeners = new Set<ChangeListener>();
    const changed = createChangedRuns();
    let timer: NodeJS.Timeout | undefined;
    const tell = (): void => {
      timer = undefined;
      const news = changed.take();
      if (news !== undefined) for (const { onChanged } of listeners) onChanged(news);
    };
    return {
      notify(runIds) {
        if (listeners.size === 0) return;
        changed.add([...runIds]);
        if (!changed.isEmpty()) timer ??= setTimeout(tell, GATHER_MS).unref();
      },
      subscribe(listener) {
        if (isClosed) listener.onEnded();
        listeners.add(listener);
        endings.add(listener.onEnded);
        return () => {
          listeners.delete(listener);
          endings.delete(listener.onEnded);
        };
      },
    };
  };
  return {
    of(project) {
      const feed = feeds.get(project) ?? create();
      feeds.set(project, feed);
      return feed;
    },
    close() {
      isClosed = true;
      for (const end of endings) end();
    },
  };
}
