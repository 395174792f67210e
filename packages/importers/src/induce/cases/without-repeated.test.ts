import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import { withoutRepeated } from './without-repeated.ts';

const block = (text: string): JsonObject => ({ type: 'text', text });
const INSIDE = [{ at: 'content[*]', cases: [{ when: [], as: 'turn' as const, fields: { text: ['text'] } }] }];
const FIELDS = { text: ['whole'] };

it('leaves out a text that holds what all blocks beside it say', () => {
  const records = ['Is it raining?', 'It is not.', 'Then let us go.'].map((said) => ({
    whole: `${said}\n(a picture that cannot be shown)`,
    content: [block(said)],
  }));
  expect(withoutRepeated(FIELDS, INSIDE, records)).toEqual({});
  const others = records.map(({ content }) => ({ whole: 'Something else.', content }));
  expect(withoutRepeated(FIELDS, INSIDE, others)).toEqual(FIELDS);
});

it('keeps a member that holds a text or the blocks themselves', () => {
  const records = ['Is it raining?', 'It is not.', 'Then let us go.'].map((said) => ({
    content: [block(said)],
  }));
  const fields = { text: ['content'] };
  expect(withoutRepeated(fields, INSIDE, records)).toEqual(fields);
});

it('leaves out the name of a tool in words', () => {
  const fields = { text: ['message'], tool: ['name'] };
  const records = ['read_file', 'run_tests', 'open_page'].map((name) => ({
    name,
    message: name.replaceAll('_', ' '),
  }));
  expect(withoutRepeated(fields, [], records)).toEqual({ tool: ['name'] });
  const said = records.map(({ name }) => ({ name, message: `Now I ${name}.` }));
  expect(withoutRepeated(fields, [], said)).toEqual(fields);
});
