import { expect, it } from 'vitest';
import { readCallsInText } from './call-syntax.ts';

it('reads several calls where each line is one', () => {
  expect(readCallsInText('• price(item=lamp)\n• weigh(item=lamp, unit="kg")', ['parentheses'])).toEqual({
    text: '',
    thought: '',
    calls: [
      { tool: 'price', arguments: { item: 'lamp' } },
      { tool: 'weigh', arguments: { item: 'lamp', unit: 'kg' } },
    ],
  });
});

it('leaves what is said before the last call', () => {
  expect(readCallsInText('I look.\nprice(item=lamp)', ['parentheses'])).toEqual({
    text: 'I look.',
    thought: '',
    calls: [{ tool: 'price', arguments: { item: 'lamp' } }],
  });
});
