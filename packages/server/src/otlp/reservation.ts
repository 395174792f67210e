import { TraceError } from '@tracewright/core';
import type { ByteBudget } from './export-sink.ts';

/** What one request holds of the budget. */
export interface Reservation {
  /** Raises what is held to `bytes`. @throws TraceError `overloaded` */
  growTo(bytes: number): void;
  /** Gives everything back; what is held then is nothing. */
  release(): void;
}

export function createReservation(budget: ByteBudget): Reservation {
  let held = 0;
  return {
    growTo(bytes) {
      if (bytes <= held) return;
      if (!budget.tryTake(bytes - held)) {
        throw new TraceError('overloaded', {
          message: 'no memory is free for this request; those before it are still being stored',
          fix: 'send it again',
        });
      }
      held = bytes;
    },
    release() {
      if (held > 0) budget.give(held);
      held = 0;
    },
  };
}
