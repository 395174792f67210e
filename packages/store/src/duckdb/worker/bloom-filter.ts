/**
 * Tells that an id is surely new. A blocked Bloom filter (Putze, Sanders, Singler: "Cache-, Hash- and Space-Efficient Bloom
 * Filters", 2007): all bits of an id lie in one block of 512, one cache line. At 32 bits an id and 10 probes about one new
 * id in 100,000 is taken for an old one, which costs a look into the store and nothing else. When it is full, one of
 * twice the size is put beside it.
 */
const BLOCK_WORDS = 16;
const BITS_PER_ID = 32;
const PROBES = 10;
const FIRST_CAPACITY = 2 ** 16;

interface Layer {
  readonly words: Uint32Array;
  readonly blocks: number;
  free: number;
}

export class BloomFilter {
  readonly #layers: Layer[] = [];

  /** @param high,low 32 bits each, well mixed */
  add(high: number, low: number): void {
    let layer = this.#layers.at(-1);
    if (layer === undefined || layer.free === 0) {
      layer = makeLayer(FIRST_CAPACITY * 2 ** this.#layers.length);
      this.#layers.push(layer);
    }
    layer.free -= 1;
    const start = ((high >>> 0) % layer.blocks) * BLOCK_WORDS;
    let state = low;
    for (let probe = 0; probe < PROBES; probe += 1) {
      state = mix(state);
      // The top nine bits are a position in the block.
      const word = start + (state >>> 28);
      layer.words[word] = (layer.words[word] ?? 0) | (1 << ((state >>> 23) & 31));
    }
  }

  /** False only when the id was never added. */
  mayHave(high: number, low: number): boolean {
    return this.#layers.some((layer) => isInLayer(layer, high, low));
  }

  get sizeBytes(): number {
    return this.#layers.reduce((total, { words }) => total + words.byteLength, 0);
  }
}

function makeLayer(capacity: number): Layer {
  const blocks = (capacity * BITS_PER_ID) / (BLOCK_WORDS * 32);
  return { words: new Uint32Array(blocks * BLOCK_WORDS), blocks, free: capacity };
}

function isInLayer({ words, blocks }: Layer, high: number, low: number): boolean {
  const start = ((high >>> 0) % blocks) * BLOCK_WORDS;
  let state = low;
  for (let probe = 0; probe < PROBES; probe += 1) {
    state = mix(state);
    if ((((words[start + (state >>> 28)] ?? 0) >>> ((state >>> 23) & 31)) & 1) === 0) return false;
  }
  return true;
}

/** A step of a generator of full period (an odd constant added), mixed by a multiplication. */
function mix(state: number): number {
  const next = (state + 0x9e3779b9) | 0;
  return Math.imul(next ^ (next >>> 16), 0x21f0aaad) | 0;
}
