/**
 * What is in the store under an id, without asking the store in the two common cases: an id that was never written is told
 * by a Bloom filter, one that was used lately stands in memory. Only old ones are looked up.
 *
 * Memory is bounded for the recent ones (two generations: when the younger is full, the older is forgotten) and grows
 * by 4 to 8 bytes an id for the filter.
 */
import { BloomFilter } from './bloom-filter.ts';

export interface KnownRecordsOptions<Value> {
  /** Reads what is stored under these ids; those without anything are left out. */
  readonly read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  /** Weight of one generation. */
  readonly capacity: number;
  /** 1 unless given. */
  readonly weigh?: (value: Value) => number;
  /** 64 bits of an id that tell it from others; a hash of its text unless given. */
  readonly toBits?: (id: string) => readonly [high: number, low: number];
}

export class KnownRecords<Value> {
  readonly #options: KnownRecordsOptions<Value>;
  readonly #toBits: (id: string) => readonly [high: number, low: number];
  readonly #filter = new BloomFilter();
  #young = new Map<string, Value>();
  #old: ReadonlyMap<string, Value> = new Map();
  #weight = 0;

  constructor(options: KnownRecordsOptions<Value>) {
    this.#options = options;
    this.#toBits = options.toBits ?? hashText;
  }

  /** Says that an id is in the store, while it is opened. */
  addStored(id: string): void {
    this.#filter.add(...this.#toBits(id));
  }

  addStoredBits(high: number, low: number): void {
    this.#filter.add(high, low);
  }

  /** false: surely not in the store. */
  mayHave(id: string): boolean {
    return this.#young.has(id) || this.#old.has(id) || this.#filter.mayHave(...this.#toBits(id));
  }

  /** The values of those that are in the store. */
  async load(ids: Iterable<string>): Promise<Map<string, Value>> {
    const found = new Map<string, Value>();
    const old: string[] = [];
    for (const id of new Set(ids)) {
      const recent = this.#young.get(id) ?? this.#promote(id);
      if (recent !== undefined) found.set(id, recent);
      else if (this.#filter.mayHave(...this.#toBits(id))) old.push(id);
    }
    if (old.length === 0) return found;
    for (const [id, value] of await this.#options.read(old)) {
      found.set(id, value);
      this.#remember(id, value);
    }
    return found;
  }

  /** What was just written. @param isNew not in the store before */
  set(id: string, value: Value, isNew: boolean): void {
    if (isNew) this.#filter.add(...this.#toBits(id));
    this.#remember(id, value);
  }

  /** A recent value has become heavier. */
  addWeight(weight: number): void {
    this.#weight += weight;
  }

  /** After a rollback or a deletion nothing recent is sure; the filter only errs towards looking. */
  forgetRecent(): void {
    this.#young = new Map();
    this.#old = new Map();
    this.#weight = 0;
  }

  #promote(id: string): Value | undefined {
    const value = this.#old.get(id);
    if (value !== undefined) this.#remember(id, value);
    return value;
  }

  #remember(id: string, value: Value): void {
    if (this.#weight >= this.#options.capacity) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#weight = 0;
    }
    this.#young.set(id, value);
    this.#weight += this.#options.weigh?.(value) ?? 1;
  }
}

/** Two 32-bit hashes of a text, mixed at the end as MurmurHash3 does. */
export function hashText(text: string): readonly [high: number, low: number] {
  let high = 0x9747b28c;
  let low = 0x5bd1e995;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    low = Math.imul(low ^ unit, 0xc2b2ae35);
  }
  return [finish(high ^ (low >>> 15)), finish(low ^ (high >>> 13))];
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
