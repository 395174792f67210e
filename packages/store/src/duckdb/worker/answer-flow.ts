/**
 * The rows of an answer on their way to the main thread. A scan is faster than who decodes its rows: without a bound, most of a long run
 * would stand in memory between the two threads.
 */
import type { Columns } from '../protocol.ts';

/** Parts of up to 2,048 rows that were sent and not taken yet. */
const MAX_UNDER_WAY = 4;

export class AnswerFlow {
  readonly #post: (columns: Columns) => void;
  #underWay = 0;
  #resume: (() => void) | undefined;

  constructor(post: (columns: Columns) => void) {
    this.#post = post;
  }

  /** Resolves when another part may be sent. One at a time. */
  async send(columns: Columns): Promise<void> {
    this.#post(columns);
    this.#underWay += 1;
    if (this.#underWay >= MAX_UNDER_WAY) await new Promise<void>((resolve) => (this.#resume = resolve));
  }

  /** The main thread has taken a part. */
  taken(): void {
    this.#underWay -= 1;
    this.#resume?.();
    this.#resume = undefined;
  }
}
