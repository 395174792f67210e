import { FingerprintSet } from '../../text/fingerprint-set.ts';
import { fingerprint } from '../../text/hash-text.ts';

/** Words and numbers that stood somewhere in a run before, in bounded memory. */
export interface Novelty {
  /** Share of its different words that stood nowhere before. */
  readonly newWords: number;
  /** How many numbers of two digits or more stood nowhere before. */
  readonly newNumbers: number;
  /** Share of the words of the task that it uses. */
  readonly taskWords: number;
}

/** Words kept; a run that uses more is compared with its first ones. */
const MAX_WORDS = 300_000;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}_]{2,}|\p{N}{2,}/gu;
const NUMBER = /^\d{2,}$/;

export class WordMemory {
  /** Fingerprints: a long word is a slice that keeps all of the text it was found in. */
  readonly #seen = new FingerprintSet();
  readonly #task: ReadonlySet<string>;

  constructor(task: string) {
    this.#task = new Set(listWords(task));
    for (const word of this.#task) this.#seen.add(fingerprint(word));
  }

  /** What is new in a text; it is known from now on. */
  take(text: string, task?: string): Novelty {
    const words = new Set(listWords(text));
    const own =
      task === undefined || !text.includes(task.trim())
        ? words
        : new Set(listWords(text.replaceAll(task.trim(), '')));
    let [fresh, numbers, ofTask] = [0, 0, 0];
    for (const word of own) if (this.#task.has(word)) ofTask += 1;
    for (const word of words) {
      const known = fingerprint(word);
      if (this.#seen.has(known)) continue;
      fresh += 1;
      if (NUMBER.test(word)) numbers += 1;
      if (this.#seen.size < MAX_WORDS) this.#seen.add(known);
    }
    return {
      newWords: words.size === 0 ? 0 : fresh / words.size,
      newNumbers: numbers,
      taskWords: this.#task.size === 0 ? 0 : ofTask / this.#task.size,
    };
  }
}

/** Share of the different words of a deed that stand in what was planned; 1 where either says nothing. */
export function shareOfPlan(planned: string, done: string): number {
  const plan = new Set(listWords(planned));
  const words = new Set(listWords(done));
  if (plan.size === 0 || words.size === 0) return 1;
  let shared = 0;
  for (const word of words) if (plan.has(word)) shared += 1;
  return shared / words.size;
}

/** Thousands separators are left out, so that 1,234 is the number 1234. */
function listWords(text: string): readonly string[] {
  return (
    text
      .replaceAll(/(?<=\d),(?=\d{3})/g, '')
      .toLowerCase()
      .match(WORD) ?? []
  );
}
