/**
 * Items by index, loaded in blocks when they are wanted and forgotten again: what is held is bounded, however many there are. Of a list that
 * changed, what was loaded stays in place until it has been loaded anew, so that nothing flickers.
 */

export interface Loaded<T> {
  readonly version: string;
  readonly items: readonly T[];
}

export interface BlockCacheOptions<T> {
  /** Items in a block. */
  readonly size: number;
  /** Blocks held. */
  readonly most: number;
  readonly load: (from: number, to: number) => Promise<Loaded<T>>;
  /** A block that is there from the beginning. */
  readonly ready?: Block<T> | undefined;
}

export interface Block<T> extends Loaded<T> {
  readonly from: number;
  /** Items asked for: there may be fewer where the list became shorter. */
  readonly asked: number;
}

/** Requests under way at once. */
const MOST_LOADING = 3;

export class BlockCache<T> {
  readonly #options: BlockCacheOptions<T>;
  /** In the order in which they were last wanted. */
  readonly #blocks = new Map<number, Block<T>>();
  readonly #loading = new Set<number>();
  readonly #listeners = new Set<() => void>();
  /** Numbers of blocks. */
  #wanted: ReadonlySet<number> = new Set();
  #version = '';
  #count = 0;
  #failure: unknown;
  #changes = 0;

  constructor(options: BlockCacheOptions<T>) {
    this.#options = options;
    const { ready, size } = options;
    if (ready !== undefined) this.#blocks.set(ready.from / size, ready);
  }

  /** Another version of the list: its blocks are loaded again as they are wanted. */
  setList(version: string, count: number): void {
    if (version === this.#version && count === this.#count) return;
    this.#version = version;
    this.#count = count;
    this.#loadWanted();
  }

  get(index: number): T | undefined {
    const block = this.#blocks.get(Math.floor(index / this.#options.size));
    return block?.items[index - block.from];
  }

  /** Says which items are needed next; those asked for before and not begun are not loaded. */
  want(indexes: readonly number[]): void {
    this.#wanted = new Set(indexes.map((index) => Math.floor(index / this.#options.size)));
    this.#loadWanted();
  }

  retry(): void {
    this.#failure = undefined;
    this.#loadWanted();
    this.#tell();
  }

  get isEmpty(): boolean {
    return this.#blocks.size === 0;
  }

  /** Why something that is wanted is not there. */
  get failure(): unknown {
    return this.#failure;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes with every answer. */
  readonly getChanges = (): number => this.#changes;

  #loadWanted(): void {
    for (const number of this.#wanted) {
      if (this.#lengthOf(number) <= 0) continue;
      const block = this.#blocks.get(number);
      if (block !== undefined) {
        this.#blocks.delete(number);
        this.#blocks.set(number, block);
      }
      const isCurrent = block?.version === this.#version && block.asked === this.#lengthOf(number);
      if (isCurrent || this.#loading.has(number) || this.#failure !== undefined) continue;
      if (this.#loading.size < MOST_LOADING) void this.#load(number);
    }
  }

  #lengthOf(number: number): number {
    const { size } = this.#options;
    return Math.min(size, this.#count - number * size);
  }

  async #load(number: number): Promise<void> {
    const { size, most, load } = this.#options;
    const from = number * size;
    const version = this.#version;
    const asked = this.#lengthOf(number);
    this.#loading.add(number);
    try {
      const { items } = await load(from, from + asked);
      // Whatever version it is of, it is what was asked for: the list's next version asks again.
      this.#blocks.set(number, { from, asked, items, version });
      for (const [oldest] of this.#blocks) {
        if (this.#blocks.size <= most) break;
        // What is wanted stays, or it would be loaded again at once.
        if (!this.#wanted.has(oldest)) this.#blocks.delete(oldest);
      }
    } catch (error) {
      this.#failure = error;
    }
    this.#loading.delete(number);
    this.#tell();
    this.#loadWanted();
  }

  #tell(): void {
    this.#changes += 1;
    for (const listener of this.#listeners) listener();
  }
}
