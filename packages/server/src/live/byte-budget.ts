/** Bytes that a server holds in memory for requests under way: taken before they are read, given back when they are stored. */
export interface ByteBudget {
  /** @returns false when there is no room; nothing is taken then */
  tryTake(bytes: number): boolean;
  /** Takes without asking: for bytes that were asked for once and are held longer. */
  take(bytes: number): void;
  give(bytes: number): void;
  readonly takenBytes: number;
}

/** A single request may take all of an empty budget, so that a large one is not refused for ever. */
export function createByteBudget(limitBytes: number): ByteBudget {
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
