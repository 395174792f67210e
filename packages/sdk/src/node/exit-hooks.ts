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

export function installExitHooks(target: ExitTarget): () => void {
  let isGivenUp = false;
  /** A collector that did not answer in time does not get a second time: the process would be held up for nothing. */
  const flush = async (): Promise<void> => {
    await target.flush(target.exitTimeoutMs);
    if (target.waiting() === 0) return;
    isGivenUp = true;
    target.halt();
  };
  const onBeforeExit = (): void => {
    if (!isGivenUp && target.waiting() > 0) void flush();
  };
  const onExit = (): void => {
    if (!isGivenUp) sendAtExit(target);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    const others = process.listenerCount(signal) - 1;
    if (others > 0) return void target.flush(target.exitTimeoutMs);
    void flush().then(() => {
      onExit();
      remove();
      process.kill(process.pid, signal);
    });
  };
  const remove = (): void => {
    process.off('beforeExit', onBeforeExit);
    process.off('exit', onExit);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.on('beforeExit', onBeforeExit);
  process.on('exit', onExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return remove;
}
