import type { TextRange } from '../detect/search-text.ts';

const SENTENCE_END = /[.!?][)"”’]*\s|\n/g;

/**
 * The sentence or line that a range stands in, so that a quote says what it is about: out to the nearest ends of sentences, at most so many
 * characters, then to the ends of words.
 */
export function widenRange(text: string, { start, end }: TextRange, limit: number): TextRange {
  const spare = Math.max(0, limit - (end - start));
  const from = Math.max(0, start - Math.ceil(spare / 2));
  const before = text.slice(from, start);
  const ends = [...before.matchAll(SENTENCE_END)].at(-1);
  const sentenceStart = ends === undefined ? undefined : from + ends.index + ends[0].length;
  const wordStart = from === 0 ? 0 : from + before.search(/(?<=\s)\S|$/);
  const first = sentenceStart ?? wordStart;
  const to = Math.min(text.length, first + Math.max(limit, end - first));
  const after = text.slice(end, to);
  const close = after.search(/[.!?](?=[)"”’]*(?:\s|$))|\n|$/);
  const isCut = close === after.length && to < text.length;
  const wordEnd = isCut ? Math.max(0, after.search(/\s\S*$/)) : close;
  return { start: first, end: end + wordEnd + (/[.!?]/.test(after[wordEnd] ?? '') ? 1 : 0) };
}
