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

it('reads a call over several lines, and what ends a sentence behind it', () => {
  expect(readCallsInText('weigh({\n  "item": "lamp (2)"\n}).', ['parentheses'])?.calls).toEqual([
    { tool: 'weigh', arguments: { item: 'lamp (2)' } },
  ]);
  expect(readCallsInText('weigh({"item": 1}) and', ['parentheses'])).toBeUndefined();
});

it('leaves what is said before several calls, with names in quotes and equals signs in objects', () => {
  const text = `I look.\n\nprice("item"= "a: b", "of"= {"shop"= 3})\nweigh("item"= "lamp")`;
  expect(readCallsInText(text, ['parentheses'])).toEqual({
    text: 'I look.',
    thought: '',
    calls: [
      { tool: 'price', arguments: { item: 'a: b', of: { shop: 3 } } },
      { tool: 'weigh', arguments: { item: 'lamp' } },
    ],
  });
});

it('reads a name in a heading that says where it is from', () => {
  expect(readCallsInText('`price` (namespace: `shop`)', ['name'])?.calls).toEqual([
    { tool: 'price', arguments: {} },
  ]);
});

it('reads a call behind a tag that is never closed, its arguments JSON in single quotes', () => {
  const text = `I look. <functioncall> {"name": "price", "arguments": '{"item": "a \\"lamp\\""}'} <|end|>`;
  expect(readCallsInText(text, ['tags'])).toMatchObject({
    text: 'I look.',
    thought: '',
    calls: [{ tool: 'price', arguments: { item: 'a "lamp"' } }],
  });
});

it('reads a call in an object whose members are named in any way of writing', () => {
  const call = { type: 'use', toolName: 'light', arguments: '{"on": true}' };
  expect(readCallsInText(JSON.stringify(call), ['json'])?.calls).toMatchObject([
    { tool: 'light', arguments: { on: true } },
  ]);
});
