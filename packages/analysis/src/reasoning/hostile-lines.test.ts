import { expect, it } from 'vitest';
import { checkReasoning } from './check-reasoning.ts';

const BRACKETS = 'Complete the brackets. Input: [ { (';
const BIRDS = 'Birds: a jay, an owl, and a crow. The owl is left of the jay. The crow is right of the jay.';

// Each of these took from six seconds to six minutes while patterns could match its blanks or words in many ways.
it.each([
  ['brackets', BRACKETS, ' '.repeat(8000)],
  ['brackets', BRACKETS, `stack${' '.repeat(7900)}`],
  ['deduction', BIRDS, 'from a to b '.repeat(660)],
  ['deduction', BIRDS, `from ${'a to '.repeat(1590)}`],
])('%s reads a long line in good time', (checker, task, line) => {
  const { fault, checkers } = checkReasoning(task, [line]);
  expect(checkers).toContain(checker);
  expect(fault).toBeUndefined();
});

it('follows a sort of thousands of lines in good time', () => {
  const lines = Array.from({ length: 5000 }, () => 'Sort this subpart ["ab" ? "ac"].');
  expect(checkReasoning('Sort these words: ab, ac, b', lines).fault).toBeUndefined();
});
