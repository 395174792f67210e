/**
 * Group commit: what arrives while a group is being written makes the next one. A commit costs the same for one request as
 * for fifty, so that the load itself decides how many share one.
 */
export interface GroupQueue<T> {
  /** Settles as `work` settles it. */
  add(item: T, size: number): Promise<void>;
  readonly waiting: number;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export interface GroupItem<T> {
  readonly value: T;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * @param work gets the items of one group in the order they came, and settles each; what it leaves open fails with what it throws
 * @param maxSize a group ends with the item that reaches it
 */
export function createGroupQueue<T>(
  work: (items: readonly GroupItem<T>[]) => Promise<void>,
  maxSize: number,
): GroupQueue<T> {
  let waiting: (GroupItem<T> & { readonly size: number })[] = [];
  let running: Promise<void> | undefined;

  const takeGroup = (): readonly GroupItem<T>[] => {
    let size = 0;
    let count = 0;
    while (count < waiting.length && size < maxSize) {
      size += waiting[count]?.size ?? 0;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = takeGroup();
      try {
        await work(group);
      } catch (error) {
        for (const item of group) item.reject(error);
      }
    }
  };

  const start = (): void => {
    running ??= run().finally(() => {
      running = undefined;
      if (waiting.length > 0) start();
    });
  };

  return {
    get waiting() {
      return waiting.length;
    },
    add(value, size) {
      return new Promise((resolve, reject) => {
        waiting.push({ value, size, resolve, reject });
        start();
      });
    },
    async idle() {
      while (running !== undefined) await running;
    },
  };
}
