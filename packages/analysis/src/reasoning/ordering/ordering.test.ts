import { describe, expect, it } from 'vitest';
import { checkReasoning } from '../check-reasoning.ts';

const TASK = 'fig date pear plum';
const LETTERS = 'The first letter: "fig": "f" (6). "date": "d" (4). "pear": "p" (16). "plum": "p" (16).';
const FIRST = 'We now have: (4) "date" < (6) "fig" < (16) ["pear" ? "plum"].';
const NEXT =
  'Now let\'s sort this subpart ["pear" ? "plum"] by looking at their second letters. The second letter: "pear": "e" (5). "plum": "l" (12).';
const MERGED =
  'We now have: (5) "pear" < (12) "plum" for the subpart. Hence, we have "date" < "fig" < "pear" < "plum".';
const ANSWER = 'I have now sorted all the words. The answer is date fig pear plum';

describe('ordering', () => {
  it('verifies a sound procedure line by line', () => {
    expect(checkReasoning(TASK, [LETTERS, FIRST, NEXT, MERGED, ANSWER])).toEqual({
      fault: undefined,
      verdicts: ['right', 'right', 'right', 'right', 'right'],
      checkers: ['ordering'],
    });
  });

  it.each([
    ['wrong-letter', 0, [LETTERS.replace('"fig": "f" (6)', '"fig": "g" (7)')]],
    ['wrong-place', 0, [LETTERS.replace('(4)', '(5)')]],
    ['lost-item', 1, [LETTERS, FIRST.replace('"date" <', '').replace('(4) ', '')]],
    ['doubled-item', 1, [LETTERS, FIRST.replace('"fig"', '"date"')]],
    ['wrong-group-member', 1, [LETTERS, FIRST.replace('"date" < (6) "fig"', '["date" ? "fig"]')]],
    ['wrong-order', 3, [LETTERS, FIRST, NEXT, MERGED.replace('"fig" < "pear"', '"pear" < "fig"')]],
    ['lost-order', 3, [LETTERS, FIRST, NEXT, MERGED.replace('"pear" < "plum".', '["pear" ? "plum"].')]],
    ['wrong-group', 2, [LETTERS, FIRST, NEXT.replace('"plum"]', '"fig"]')]],
    ['wrong-order', 2, [LETTERS, FIRST, ANSWER.replace('pear plum', 'plum pear')]],
  ])('finds %s in line %i', (kind, line, lines) => {
    expect(checkReasoning(TASK, lines).fault).toMatchObject({ kind, line });
  });

  it('finds the group that is left unsorted', () => {
    const first = 'We now have: (1) ["ab" ? "ac"] < (2) ["bb" ? "bc"].';
    const second = 'Let\'s sort this subpart ["bb" ? "bc"] by looking at their second letters.';
    expect(checkReasoning('ab ac bb bc', ['Sort by first letter.', first, second]).fault).toMatchObject({
      kind: 'left-unsorted',
      line: 2,
    });
  });

  it('sorts numbers, in either direction', () => {
    const task = 'Sort the following numbers in descending order: 3, 20, 11';
    expect(checkReasoning(task, ['The answer is 20, 11, 3']).fault).toBeUndefined();
    expect(checkReasoning(task, ['The answer is 20, 3, 11']).fault).toMatchObject({ kind: 'wrong-order' });
  });

  it.each([
    ['Sort these words by length: kiwi, fig, apple', 'The answer is fig, kiwi, apple'],
    ['Order the following events: Moon landing, Fall of Rome', 'The answer is Moon landing, Fall of Rome'],
    ['Sort these words: zebra, éclair, apple', 'The answer is apple, éclair, zebra'],
    ['Sort these numbers from high to low: 3, 1, 2', 'The answer is 3, 2, 1'],
    ['Sort the following numbers: 1,200; 30; 400', 'The answer is 30, 400, 1,200'],
  ])('says nothing against the order asked for: %s', (task, line) => {
    expect(checkReasoning(task, [line]).fault).toBeUndefined();
  });

  it('leaves other tasks alone', () => {
    expect(checkReasoning('Fix the failing test', ['We sort "b" < "a".']).checkers).toEqual([]);
  });
});
