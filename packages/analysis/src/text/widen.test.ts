import { expect, it } from 'vitest';
import { widenRange } from './widen.ts';

const widen = (text: string, word: string, limit = 80): string => {
  const start = text.indexOf(word);
  const range = widenRange(text, { start, end: start + word.length }, limit);
  return text.slice(range.start, range.end);
};

it('goes out to the sentence or the line', () => {
  const text = 'I looked. See https://a.example/rivers for the length! Then I stopped.';
  expect(widen(text, 'https://')).toBe('See https://a.example/rivers for the length!');
  expect(widen('one\nwe assume two\nthree', 'assume')).toBe('we assume two');
  expect(widen('ERROR:', 'ERROR:')).toBe('ERROR:');
});

it('stops at the limit, between words, and never loses what it was given', () => {
  const text = `${'left '.repeat(50)}assume ${'right '.repeat(50)}`;
  const found = widen(text, 'assume', 60);
  expect(found.length).toBeLessThanOrEqual(60);
  expect(found).toMatch(/^(?:left )+assume (?:right )*right$/);
  expect(widen('x'.repeat(200), 'x'.repeat(100), 60)).toBe('x'.repeat(100));
});
