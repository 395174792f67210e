/**
 * Delivers what waits when the process ends, without changing how it ends.
 *
 * - `beforeExit`: the program has nothing left to do; a flush is awaited, once for each time something was recorded.
 * - `exit`: by process.exit, an uncaught exception or an unhandled rejection; nothing can be awaited any more, so a worker
 *   thread sends while this thread waits for it, at most `exitTimeoutMs`.
 * - SIGTERM, SIGINT, SIGHUP: where nobody else listens, the process would have ended at once: it is flushed and then ended
 *   by the same signal. Where the host listens, ending is the host's business. `signal-exit` (ora, ink, execa) is not the
 *   host: it waits until nobody else listens, and ends the process itself then.
 */
import type { ExitTarget } from '../platform.ts';
import { sendAtExit } from './send-at-exit.ts';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

type Install = (target: ExitTarget) => () => void;

/** The hooks of the copy of this package that was first; the number is that of `ExitTarget` as copies agree on it. */
const SHARED: unique symbol = Symbol.for('@tracewright/sdk exit hooks 2');

/** All recorders of the process share one set of listeners: to each other they are not the host. */
const hooks = new Set<ExitHook>();

interface ExitHook {
  /** Delivers what waits; the process may go on. */
  readonly deliver: () => Promise<void>;
  /** Delivers what waits before the process ends, or gives up. */
  readonly flush: () => Promise<void>;
  /** Begins to send what waits. @returns what waits for the end of it */
  readonly send: () => () => void;
}

export function installExitHooks(target: ExitTarget): () => void {
  // Nothing else is kept under this symbol.
  const shared = globalThis as { [SHARED]?: Install };
  shared[SHARED] ??= install;
  return shared[SHARED](target);
}

function install(target: ExitTarget): () => void {
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
    send: () => (isGivenUp ? () => undefined : sendAtExit(target)),
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
  unlistenSignals();
}

function unlistenSignals(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function flushAll(): void {
  for (const { flush } of hooks) void flush();
}

function sendAll(): void {
  // All begin before one is waited for: together they hold the process up no longer than one.
  for (const awaitEnd of [...hooks].map(({ send }) => send())) awaitEnd();
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) - countSignalExit() > 1) {
    for (const { deliver } of hooks) void deliver();
    return;
  }
  void Promise.all([...hooks].map(({ flush }) => flush())).then(() => {
    sendAll();
    unlistenSignals();
    process.kill(process.pid, signal);
  });
}

/** Listeners of `signal-exit`: its versions 3 and 4 tell each other their numbers in the same way. */
function countSignalExit(): number {
  const third: unknown = Reflect.get(process, '__signal_exit_emitter__');
  const fourth: unknown = Reflect.get(globalThis, Symbol.for('signal-exit emitter'));
  return readCount(third) + readCount(fourth);
}

function readCount(emitter: unknown): number {
  const count: unknown =
    typeof emitter === 'object' && emitter !== null && 'count' in emitter ? emitter.count : 0;
  return typeof count === 'number' ? count : 0;
}
