/**
 * Delivers what waits when the process ends, without changing how it ends.
 *
 * - `beforeExit`: the program has nothing left to do; a flush is awaited, once for each time something was recorded.
 * - `exit`: by process.exit, an uncaught exception or an unhandled rejection; nothing can be awaited any more, so a worker
 *   thread sends while this thread waits for it, at most `exitTimeoutMs`.
 * - SIGTERM, SIGINT, SIGHUP: where nobody else listens, the process would have ended at once: it is flushed and then ended
 *   by the same signal. Where the host listens, ending is the host's business.
 */
import type { ExitTarget } from '../platform.ts';
import { sendAtExit } from './send-at-exit.ts';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** All recorders of the process share one set of listeners: to each other they are not the host. */
const hooks = new Set<ExitHook>();

interface ExitHook {
  /** Delivers what waits; the process may go on. */
  readonly deliver: () => Promise<void>;
  /** Delivers what waits before the process ends, or gives up. */
  readonly flush: () => Promise<void>;
  readonly send: () => void;
}

export function installExitHooks(target: ExitTarget): () => void {
  const hook = createHook(target);
  if (hooks.size === 0) listen();
  hooks.add(hook);
  return () => {
    if (hooks.delete(hook) && hooks.size === 0) unlisten();
  };
}

function createHook(target: ExitTarget): ExitHook {
  let isGivenUp = false;
  return {
    deliver: () => target.flush(target.exitTimeoutMs),
    async flush() {
      if (isGivenUp || target.waiting() === 0) return;
      await target.flush(target.exitTimeoutMs);
      if (target.waiting() === 0) return;
      // A collector that did not answer in time does not get a second time: the process would be held up for nothing.
      isGivenUp = true;
      target.halt();
    },
    send() {
      if (!isGivenUp) sendAtExit(target);
    },
  };
}

function listen(): void {
  process.on('beforeExit', flushAll);
  process.on('exit', sendAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off('beforeExit', flushAll);
  process.off('exit', sendAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function flushAll(): void {
  for (const { flush } of hooks) void flush();
}

function sendAll(): void {
  for (const { send } of hooks) send();
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) {
    for (const { deliver } of hooks) void deliver();
    return;
  }
  void Promise.all([...hooks].map(({ flush }) => flush())).then(() => {
    sendAll();
    unlisten();
    process.kill(process.pid, signal);
  });
}
