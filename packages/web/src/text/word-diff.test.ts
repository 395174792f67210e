import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffWords, type TextPiece } from './word-diff.ts';

const show = (pieces: readonly TextPiece[]): string =>
  pieces.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join('');

it.each([
  ['move B7 to Friday', 'move B7 to Monday', 'move B7 to [Friday]', 'move B7 to [Monday]'],
  ['{"id":7}', '{"id":7,"all":true}', '{"id":7}', '{"id":7[,"all":true]}'],
  ['same', 'same', 'same', 'same'],
  ['', 'new', '', '[new]'],
])('marks what differs between %j and %j', (a, b, left, right) => {
  expect(diffWords(a, b).map(show)).toEqual([left, right]);
});

it('keeps both texts whole, and what is not marked is the same on both sides', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'word', ' ', '\n', ',', '😀'), { maxLength: 40 })
    .map((words) => words.join(''));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [left, right] = diffWords(a, b);
      expect(left.map((piece) => piece.text).join('')).toBe(a);
      expect(right.map((piece) => piece.text).join('')).toBe(b);
      const common = (pieces: readonly TextPiece[]): string =>
        pieces.flatMap((piece) => (piece.isChanged ? [] : [piece.text])).join('');
      expect(common(left)).toBe(common(right));
    }),
  );
});

it('gives up on texts too large to compare, without losing them', () => {
  const [left] = diffWords('x '.repeat(5000), 'y '.repeat(5000));
  expect(left).toEqual([{ text: 'x '.repeat(5000), isChanged: true }]);
});
