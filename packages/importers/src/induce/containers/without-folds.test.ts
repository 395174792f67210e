import { expect, it } from 'vitest';
import { withoutFolds } from './without-folds.ts';

it('takes the tags off that fold a block away', () => {
  const block = ['```text', '</b>', '```'];
  expect(withoutFolds([...block, '</details></call>', '', '<call name="ls"><details>'])).toEqual(block);
});

it('keeps tags below anything else', () => {
  const said = ['```', 'ls', '```', 'Look <b>here</b>:', '<br>'];
  expect(withoutFolds(said)).toBe(said);
  expect(withoutFolds(['Bold:', '```', '<b>', '```', '</b>'])).toHaveLength(5);
  expect(withoutFolds(['```', '<b>'])).toHaveLength(2);
});
