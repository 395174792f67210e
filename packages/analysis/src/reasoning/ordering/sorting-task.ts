/** A task that asks for a list to be sorted. */
export interface SortingTask {
  readonly items: readonly string[];
  /** Negative where `a` goes first, 0 where that cannot be said for certain. */
  readonly compare: (a: string, b: string) => number;
  readonly isNumeric: boolean;
}

const VERB = /\b(?:sort|order|arrange|alphabeti[sz]e|rank)\b/i;
const PROCEDURE = /\b(?:sort(?:ed|ing)?|alphabetical(?:ly)?|first letters?)\b/i;

/** By letters, in so many words: other lists have orders of their own (`by length`, `the following events`). */
const BY_LETTERS =
  /\b(?:alphabet\w*|lexicographic\w*|dictionary order)\b|^(?!.*\b(?:by|from|based on|according to)\b)(?=.*\bsort\b).*\b(?:words|names)\b/is;

/** `Sort these words: pear, apple`, `List: pear apple fig`, or a bare list whose lines speak of sorting. */
export function readSortingTask(task: string, lines: readonly string[]): SortingTask | undefined {
  if (task.length > 20_000) return undefined;
  const items = readList(task, lines);
  if (items === undefined || items.length < 2) return undefined;
  const isNumeric = items.every((item) => /^-?\d+(?:\.\d+)?$/.test(item));
  const isDescending =
    /\b(?:descending|decreasing|reverse|(?:largest|biggest|highest|greatest) to \w+|(?:high|large|big) to \w+)\b/i.test(
      task,
    );
  if (!isNumeric && items.some((item) => /^-?\d/.test(item))) return undefined;
  // `1,200` is one number or two.
  if (isNumeric && /\d,\d/.test(task)) return undefined;
  const compare = isNumeric ? (a: string, b: string) => Number(a) - Number(b) : compareWords;
  return { items, isNumeric, compare: isDescending ? (a, b) => compare(b, a) : compare };
}

function readList(task: string, lines: readonly string[]): string[] | undefined {
  const asked = VERB.exec(task);
  const listed = /\b(?:list|words|numbers|names|items|following)\b[^:\n]{0,80}:\s*([\s\S]+)$/i.exec(
    task,
  )?.[1];
  if (asked !== null && listed !== undefined) {
    const items = splitItems(listed.replace(/^list:\s*/i, ''));
    const isNumeric = items?.every((item) => /\d/.test(item)) === true;
    return isNumeric || BY_LETTERS.test(task.slice(0, task.length - listed.length)) ? items : undefined;
  }
  const isBare = /^[\p{Ll}\p{N}'’-]+(?:\s+[\p{Ll}\p{N}'’-]+){2,}$/u.test(task.trim());
  return isBare && lines.some((line) => PROCEDURE.test(line)) ? splitItems(task) : undefined;
}

function splitItems(text: string): string[] | undefined {
  const [block = ''] = text.trim().split(/\n\s*\n/);
  const items = block
    .replace(/[.\s]+$/, '')
    .split(/[,;\n]/.test(block) ? /[,;\n]+/ : /\s+/)
    .map((item) => item.trim().replace(/^(?:and\s+|[-*\d.]+\s+)?["'“[(]?|["'”\])]?$/g, ''));
  return items.every((item) => item !== '' && item.length <= 60) ? items : undefined;
}

/** By characters, capitals like small letters; 0 where leaving out hyphens, apostrophes and accents would turn the order round. */
function compareWords(a: string, b: string): number {
  const plain = compareText(a.toLowerCase(), b.toLowerCase());
  const bare = compareText(strip(a), strip(b));
  return Math.sign(plain) === Math.sign(bare) || bare === 0 ? plain : 0;
}

function strip(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
