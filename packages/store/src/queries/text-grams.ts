/**
 * What a text is indexed by: its overlapping pieces of four units, case ignored, and for scripts that write words in one or
 * two characters (from U+2E80 on: Chinese, Japanese, Korean) those of two as well. Every piece of a needle is a piece of
 * each text that contains it, so a filter over pieces never misses a match, wherever the needle starts or ends.
 */
import { foldClasses } from './fold-case.ts';

const DENSE_SCRIPTS = 0x2e80;

/** Calls `visit` with a hash of each piece: 32 bits, signed, since an unsigned one may stand on the heap (three times the time). */
export function visitGrams(text: string, visit: (hash: number) => void): void {
  const classes = foldClasses();
  let [a, b, c] = [0, 0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const d = classes[text.charCodeAt(index)] ?? 0;
    if (index >= 3) visit(hashGram(a, b, c, d));
    if (c >= DENSE_SCRIPTS && d >= DENSE_SCRIPTS && index >= 1) visit(hashGram(0, 0, c, d));
    a = b;
    b = c;
    c = d;
  }
}

/** Distinct hashes of the pieces; none for a text shorter than one. */
export function textGrams(text: string): number[] {
  const grams = new Set<number>();
  visitGrams(text, (hash) => grams.add(hash));
  return [...grams];
}

function hashGram(a: number, b: number, c: number, d: number): number {
  let hash =
    Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(c ^ Math.imul(d, 0xc2b2ae35), 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return hash ^ (hash >>> 15);
}
