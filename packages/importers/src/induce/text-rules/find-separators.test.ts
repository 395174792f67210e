import { expect, it } from 'vitest';
import { isSeparated } from './find-separators.ts';

const RULE = { headers: ['(?<label>User|Tool|desk):'], skipFences: false };
const LINE = '='.repeat(70);

it('finds lines that stand between what was said', () => {
  expect(isSeparated(`User: hi\n${LINE}\nTool:\n${LINE}\n3\n\n${LINE}\n\ndesk: three\n${LINE}\n`, RULE)).toBe(
    true,
  );
});

it('takes what a test runner printed for no separators', () => {
  const output = `F\n${LINE}\nFAIL: test_a\n${LINE}\nTraceback\n\n${LINE}\nRan 3 tests\n`;
  expect(isSeparated(`User: test it\nTool:\n${output}\nUser: again\nTool:\n${output}`, RULE)).toBe(false);
});
