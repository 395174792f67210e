import type { SqlValue } from './protocol.ts';

/** Longer texts are hardly ever alike, and cost more to look up. */
const LONGEST = 64;
/** A column of more different texts (ids of spans) is not worth looking at. */
const MOST = 256;

/** Lets the rows of one column share texts that are alike: between threads each cell becomes a text of its own. */
export class TextPool {
  readonly #texts = new Map<string, string>();

  share(cell: SqlValue): SqlValue {
    if (typeof cell !== 'string' || cell.length > LONGEST || this.#texts.size > MOST) return cell;
    const known = this.#texts.get(cell);
    if (known === undefined) this.#texts.set(cell, cell);
    return known ?? cell;
  }
}
