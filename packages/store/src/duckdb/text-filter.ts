/**
 * A set of text pieces as bits: one bit a piece, since a needle has several. It stands in the file in segments, each a
 * column, so that a search reads only those its pieces fall into.
 */
import { visitGrams } from '../queries/text-grams.ts';

export const SEGMENTS = 16;
const SEGMENT_BITS = 8_192;
/** A power of two, so that a hash's last bits are its place. */
const BITS = SEGMENTS * SEGMENT_BITS;

export class TextFilter {
  readonly #bytes = new Uint8Array(BITS / 8);
  #set = 0;

  readonly #visit = (hash: number): void => {
    const bit = hash & (BITS - 1);
    const byte = this.#bytes[bit >>> 3] ?? 0;
    const mask = 0x80 >>> (bit & 7);
    if ((byte & mask) !== 0) return;
    this.#bytes[bit >>> 3] = byte | mask;
    this.#set += 1;
  };

  add(text: string): void {
    visitGrams(text, this.#visit);
  }

  /** Half of the bits are set: more would tell little. */
  get isFull(): boolean {
    return this.#set >= BITS / 2;
  }

  segment(index: number): Uint8Array {
    const bytes = SEGMENT_BITS / 8;
    return this.#bytes.subarray(index * bytes, (index + 1) * bytes);
  }
}

/** Where a piece stands: the leftmost bit of a segment is 0, as in the engine's `get_bit`. */
export function gramPosition(hash: number): { readonly segment: number; readonly bit: number } {
  const bit = hash & (BITS - 1);
  return { segment: Math.floor(bit / SEGMENT_BITS), bit: bit % SEGMENT_BITS };
}
