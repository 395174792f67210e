import type { ByteBudget } from '../otlp/export-sink.ts';

/** The bytes of requests that are read and not stored yet: the budget of the receivers, and what the queue does with it. */
export interface QueueBudget extends ByteBudget {
  /** Takes without asking: for bytes that were asked for once and are held longer. */
  take(bytes: number): void;
  readonly takenBytes: number;
}

/** A single request may take all of an empty budget, so that a large one is not refused for ever. */
export function createByteBudget(limitBytes: number): QueueBudget {
  let taken = 0;
  return {
    get takenBytes() {
      return taken;
    },
    tryTake(bytes) {
      if (taken > 0 && taken + bytes > limitBytes) return false;
      taken += bytes;
      return true;
    },
    take(bytes) {
      taken += bytes;
    },
    give(bytes) {
      taken = Math.max(0, taken - bytes);
    },
  };
}
