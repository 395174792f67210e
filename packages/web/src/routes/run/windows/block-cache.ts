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
}

interface Block<T> extends Loaded<T> {
  readonly from: number;
}

/** Requests under way at once. */
const MOST_LOADING = 3;

export class BlockCache<T> {
  readonly #options: BlockCacheOptions<T>;
  /** In the order in which they were last wanted. */
  readonly #blocks = new Map<number, Block<T>>();
  readonly #loading = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #wanted: readonly [from: number, to: number] = [0, 0];
  #version = '';
  #count = 0;
  #failure: unknown;
  #changes = 0;

  constructor(options: BlockCacheOptions<T>) {
    this.#options = options;
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

  /** Says which items are needed next; those asked for before and not begun are not loaded. @param to exclusive */
  want(from: number, to: number): void {
    this.#wanted = [Math.max(from, 0), Math.min(to, this.#count)];
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
    const { size } = this.#options;
    const [from, to] = this.#wanted;
    for (let number = Math.floor(from / size); number * size < to; number += 1) {
      const block = this.#blocks.get(number);
      if (block !== undefined) {
        this.#blocks.delete(number);
        this.#blocks.set(number, block);
      }
      const isCurrent = block?.version === this.#version && block.items.length === this.#lengthOf(number);
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
    this.#loading.add(number);
    try {
      const { items } = await load(from, from + this.#lengthOf(number));
      // Whatever version it is of, it is what was asked for: the list's next version asks again.
      this.#blocks.set(number, { from, items, version });
      for (const [oldest] of this.#blocks) {
        if (this.#blocks.size <= most) break;
        this.#blocks.delete(oldest);
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
