/** What differs between runtimes. */
import {
  type ContextManager,
  createStorageContext,
  createSyncContext,
  type ScopeStorage,
} from './context.ts';
import type { Environment } from './config.ts';
import { type Send, sendByFetch } from './export/send.ts';

/** What the end of the program needs to know of the recorder. */
export interface ExitTarget {
  /** Delivers what waits; never rejects. */
  flush(deadlineMs: number): Promise<void>;
  /** Breaks off what is under way, so that it does not keep the process. */
  halt(): void;
  /** Spans that wait to be delivered. */
  waiting(): number;
  /** Ends what is still open, takes everything out of the queue: bodies of requests, for whoever can send them. */
  takeBodies(): readonly string[];
  /** So many of these bodies did not arrive. */
  tellLost(requests: number): void;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly exitTimeoutMs: number;
}

export interface Platform {
  readonly env: Environment;
  readonly send: Send;
  createContext(): ContextManager;
  /** @returns a function that takes the hooks away */
  onExit(target: ExitTarget): () => void;
}

/** Browsers, workers and edge runtimes: an AsyncLocalStorage where there is a global one, delivery when the page is hidden. */
export const portablePlatform: Platform = {
  env: readEnvironment(),
  send: sendByFetch,
  createContext() {
    const { AsyncLocalStorage: Storage } = globalThis as { AsyncLocalStorage?: new () => ScopeStorage };
    return Storage === undefined ? createSyncContext() : createStorageContext(new Storage());
  },
  onExit(target) {
    if (typeof addEventListener !== 'function') return () => undefined;
    const onHide = (): void => {
      for (const body of target.takeBodies()) {
        // A page that goes away may only send requests marked so, of 64 kB at most; a larger one is tried all the same.
        void fetch(target.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...target.headers },
          body,
          keepalive: body.length < 60_000,
        }).catch(() => undefined);
      }
    };
    addEventListener('pagehide', onHide);
    return () => removeEventListener('pagehide', onHide);
  },
};

function readEnvironment(): Environment {
  const { process } = globalThis as { process?: { env?: Environment } };
  return process?.env ?? {};
}
