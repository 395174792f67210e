/** Whether two texts that stand in each other's place say the same in substance. */
import { isSimilarText } from '../detect/similar-text.ts';
import { normalizeResult, normalizeText, toWords } from './normalize-text.ts';

/** Messages that share fewer of their telling words than this are about something else. */
const OTHER_MESSAGE = 0.2;
/** Results that share fewer of their words than this are other results. */
const OTHER_RESULT = 0.5;
/** A message of fewer telling words says yes or no, or little. */
const SHORT = 6;

/** JSON, as far as its first and last character tell. */
const STRUCTURED = /^(?:\{.*\}|\[.*\])$/s;

const NEGATION = /\b(?:no|not|nor|never|none|cannot|unable|\p{L}+n['’]t)\b/iu;

/** What a person would call the same message, in other words. People and models never say a thing twice in the same way. */
export function isSameMessage(a: string, b: string): boolean {
  if (normalizeText(a) === normalizeText(b)) return true;
  const [words, others] = [tellingWords(a), tellingWords(b)];
  if (Math.min(words.size, others.size) < SHORT && Math.max(words.size, others.size) < 3 * SHORT)
    return NEGATION.test(a) === NEGATION.test(b);
  return similarity(words, others) >= OTHER_MESSAGE;
}

/** Times and spacing aside, the same result; output in prose may differ in a few words, structured data may not. */
export function isSameResult(a: string, b: string): boolean {
  const [left, right] = [normalizeResult(a), normalizeResult(b)];
  if (left === right) return true;
  if (STRUCTURED.test(left) && STRUCTURED.test(right)) return false;
  return similarity(new Set(toWords(left)), new Set(toWords(right))) >= OTHER_RESULT;
}

/** Short arguments must agree exactly; long texts, such as a file that is written, nearly. */
export function isSameContent(a: string, b: string): boolean {
  return a === b || isSimilarText(a, b);
}

/** Jaccard. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / (a.size + b.size - shared);
}

/** Numbers, and words long enough to carry meaning. */
function tellingWords(text: string): ReadonlySet<string> {
  return new Set(toWords(text).filter((word) => word.length > 3 || /\d/.test(word)));
}
