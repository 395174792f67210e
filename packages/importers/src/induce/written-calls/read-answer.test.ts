import { expect, it } from 'vitest';
import { readAnswer } from './read-answer.ts';

const read = (value: unknown): unknown => readAnswer(JSON.stringify(value));

it('reads the calls of an answer in the envelopes of any API', () => {
  const weigh = {
    text: '',
    thought: '',
    calls: [{ tool: 'weigh', arguments: { item: 'cup' }, callId: 'c1' }],
  };
  const given = '{"item":"cup"}';
  for (const answer of [
    { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'weigh', input: { item: 'cup' } }] },
    {
      role: 'assistant',
      content: '',
      tool_calls: [{ id: 'c1', function: { name: 'weigh', arguments: given } }],
    },
    { output: [{ type: 'function_call', id: 'f1', call_id: 'c1', name: 'weigh', arguments: given }] },
    [{ role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'weigh', arguments: given }] }],
    [{ toolCallId: 'c1', toolName: 'weigh', input: given }],
    {
      choices: [
        { message: { role: 'assistant', function_call: { id: 'c1', name: 'weigh', arguments: given } } },
      ],
    },
  ])
    expect(read(answer)).toEqual(weigh);
  expect(
    read({ content: { role: 'model', parts: [{ function_call: { name: 'weigh', args: {} } }] }, usage: {} }),
  ).toEqual({ text: '', thought: '', calls: [{ tool: 'weigh', arguments: {} }] });
});

it('reads the words beside the calls, and thoughts', () => {
  expect(
    read({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'A cup is light.' },
        { type: 'text', text: 'I weigh it.' },
        { type: 'tool_use', name: 'weigh', input: {} },
      ],
    }),
  ).toEqual({ text: 'I weigh it.', thought: 'A cup is light.', calls: [{ tool: 'weigh', arguments: {} }] });
});

it('takes neither tools that the model has nor what others say for an answer', () => {
  const tools = [{ name: 'weigh', type: 'function', parameters: { type: 'object' } }];
  for (const other of [
    { tools },
    { role: 'user', content: 'How heavy is the cup?' },
    [
      { role: 'user', content: 'How heavy?' },
      { role: 'assistant', content: '900 grams.' },
    ],
    { content: 'a file', path: 'notes.md' },
    { name: 'cup', input: 3 },
    ['cup', 'kettle'],
    'cup',
  ])
    expect(read(other)).toBeUndefined();
  expect(readAnswer('{"role": "assistant", "content": "cut o')).toBeUndefined();
  expect(read({ tools, role: 'assistant', content: 'None.' })).toEqual({
    text: 'None.',
    thought: '',
    calls: [],
  });
});
