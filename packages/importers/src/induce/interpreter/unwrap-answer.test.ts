import { expect, it } from 'vitest';
import { unwrapAnswer, unwrapText } from './unwrap-answer.ts';

it('takes an answer out of its envelopes, and leaves data as it is', () => {
  const wrapped = (output: string): object => ({ functionResponse: { id: 'a', response: { output } } });
  expect(unwrapAnswer(JSON.parse(JSON.stringify([wrapped('4')])))).toBe('4');
  expect(unwrapAnswer(JSON.parse(JSON.stringify([wrapped('4'), wrapped('5')])))).toEqual(['4', '5']);
  const failed = { functionResponse: { id: 'a', response: { error: 'no such lamp' } } };
  expect(unwrapAnswer(JSON.parse(JSON.stringify([failed])))).toBe('no such lamp');
  for (const data of [[{ lamp: { watts: 3 } }], [1, 2], [], 'text', { output: 'x' }])
    expect(unwrapAnswer(data)).toBe(data);
});

it('takes the texts out of blocks beside which only stands how it went', () => {
  const blocks = [
    { type: 'text', text: '4' },
    { type: 'text', text: '5' },
  ];
  expect(unwrapAnswer({ content: blocks, isError: false })).toBe('4\n5');
  for (const data of [{ content: blocks }, { content: blocks, page: 1 }, { content: [], isError: true }])
    expect(unwrapAnswer(data)).toBe(data);
});

it('reads an answer that was printed as it came', () => {
  const printed = JSON.stringify({ content: [{ type: 'text', text: '4' }], isError: false }, null, 2);
  expect(unwrapText(printed)).toBe('4');
  for (const text of ['{"content": "4"}', '{"content": [', '{"lamp": 3}'])
    expect(unwrapText(text)).toBe(text);
});
