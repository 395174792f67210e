/** What induction reads of streams that tell a thing more than once, and of spans of a model beside spans of its tools. */
import { expect, it } from 'vitest';
import type { Span } from '@tracewright/core';
import { induceAdapter } from '../induce.ts';
import { runAdapter } from './run-adapter.ts';

/** Who does what: of a call its tool, its arguments and what came back. */
function read(records: readonly object[]): unknown[] {
  const text = records.map((record) => JSON.stringify(record)).join('\n');
  const { adapter, documents } = induceAdapter([{ path: 'log', text }], 'log', '2026-01-01T00:00:00Z');
  const [document] = documents;
  const items = document === undefined ? [] : [...runAdapter(adapter, document)];
  return items
    .flatMap((item): readonly Span[] => (item.kind === 'spans' ? item.spans : []))
    .filter(({ operation, output }) => operation !== 'agent' && !output.some(calls))
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ operation, agent, tool, output }) =>
      tool === undefined
        ? [operation === 'turn' ? agent : 'agent', output.flatMap(({ parts }) => parts.map(saidIn)).join('')]
        : [tool.name, tool.arguments, tool.result],
    );
}

function calls({ parts }: Span['output'][number]): boolean {
  return parts.some(({ type }) => type === 'tool_call');
}

function saidIn(part: object): unknown {
  return 'content' in part ? part.content : '';
}

it('reads steps that are sent whole each time, and the parts of the answer that follow', () => {
  const step = (id: string, tool: string, given: object, brought: string): object[] => {
    const sent = {
      event: 'agent_thought',
      message_id: 'm1',
      id,
      thought: '',
      tool: '',
      tool_input: '',
      observation: '',
    };
    const called = { ...sent, tool, tool_input: JSON.stringify(given) };
    return [sent, called, { ...called, observation: brought }];
  };
  const parts = ['There ', 'are two ', 'cats and ', 'one dog.'].map((answer) => ({
    event: 'agent_message',
    message_id: 'm1',
    id: 'm1',
    answer,
  }));
  const stream = [
    ...step('s1', 'count_cats', { garden: 'ours' }, 'two cats'),
    ...step('s2', 'count_dogs', { garden: 'theirs' }, 'one dog'),
    ...parts,
  ];
  expect(read(stream)).toEqual([
    ['count_cats', { garden: 'ours' }, 'two cats'],
    ['count_dogs', { garden: 'theirs' }, 'one dog'],
    ['agent', 'There are two cats and one dog.'],
  ]);
});

it('tells neither what an event of the model holds of its input, nor the beginning of an answer that is told whole', () => {
  const round = (question: string, answer: string, at: number): object[] => [
    { kind: 'LLM_START', at, input: question, output: null, chunk: null },
    { kind: 'LLM_NEW_TOKEN', at: at + 1, input: question, output: null, chunk: answer.slice(0, 3) },
    { kind: 'LLM_END', at: at + 2, input: question, output: answer, chunk: null },
  ];
  const log = [
    { kind: 'user_message', at: 1_760_000_000, input: 'How many cats?' },
    ...round('How many cats?', 'There are two of them.', 1_760_000_001),
    { kind: 'user_message', at: 1_760_000_010, input: 'And how many dogs?' },
    ...round('And how many dogs?', 'There is one behind the house.', 1_760_000_011),
  ];
  expect(read(log)).toEqual([
    ['user', 'How many cats?'],
    ['agent', 'There are two of them.'],
    ['user', 'And how many dogs?'],
    ['agent', 'There is one behind the house.'],
  ]);
});

it('reads what a model was asked and answered from tags in a name space', () => {
  const span = (id: number, more: object): object => ({
    traceId: 't1',
    id: `s${id}`,
    timestamp: 1_760_000_000_000_000 + id,
    kind: 'CLIENT',
    ...more,
  });
  const asks = (id: number, answer: string): object =>
    span(id, {
      name: 'chat',
      tags: { 'llm.prompt': '["You count.","How many cats?"]', 'llm.completion': JSON.stringify([answer]) },
    });
  const counts = (id: number, garden: string, brought: string): object =>
    span(id, {
      name: 'tool_call count',
      tags: {
        'desk.kind': 'tool_call',
        'desk.tool.name': 'count',
        'desk.tool.call.arguments': JSON.stringify({ garden }),
        'desk.tool.call.result': brought,
      },
    });
  const log = [
    asks(1, ''),
    counts(2, 'ours', 'two cats'),
    asks(3, ''),
    counts(4, 'theirs', 'no cats'),
    asks(5, 'Two, and all of them are ours.'),
  ];
  expect(read(log)).toEqual([
    ['user', 'How many cats?'],
    ['count', { garden: 'ours' }, 'two cats'],
    ['count', { garden: 'theirs' }, 'no cats'],
    ['agent', 'Two, and all of them are ours.'],
  ]);
});

it('reads the pieces of a model, whatever wraps its blocks', () => {
  const called = (id: string, name: string, given: object): object[] => {
    const json = JSON.stringify(given);
    return [
      { type: 'message_start', message: { id: `m-${id}`, role: 'assistant', content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id, name, input: {} } },
      ...[json.slice(0, 4), json.slice(4)].map((partial_json) => ({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'input_json_delta', partial_json },
      })),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_stop' },
    ];
  };
  const blocks = [
    ...called('c1', 'count_cats', { garden: 'ours' }),
    ...called('c2', 'count_dogs', { garden: 'theirs' }),
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...['There are ', 'two cats.'].map((text) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })),
  ];
  expect(read(blocks)).toEqual([
    ['count_cats', { garden: 'ours' }, undefined],
    ['count_dogs', { garden: 'theirs' }, undefined],
    ['agent', 'There are two cats.'],
  ]);
});

it('reads what came out of a model as the call or the message that it is', () => {
  const item = (id: string, name: string, given: object): object[] => {
    const call = {
      id: `i-${id}`,
      type: 'function_call',
      call_id: id,
      name,
      arguments: JSON.stringify(given),
    };
    return [{ type: 'response.output_item.done', item: call }];
  };
  const said = (text: string): object => ({
    type: 'response.output_item.done',
    item: { id: text, type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] },
  });
  const items = [
    ...item('c1', 'count_cats', { garden: 'ours' }),
    ...item('c2', 'count_dogs', { garden: 'theirs' }),
    said('There are two cats.'),
    said('One dog is there, too.'),
  ];
  expect(read(items)).toEqual([
    ['count_cats', { garden: 'ours' }, undefined],
    ['count_dogs', { garden: 'theirs' }, undefined],
    ['agent', 'There are two cats.'],
    ['agent', 'One dog is there, too.'],
  ]);
});

it('reads kinds in a name space of others, and what one object holds of a call', () => {
  const event = (kind: string, ctx: object): object => ({ type: `com.acme.desk.${kind}`, ctx });
  const log = [
    event('message.received', { text: 'How many cats are there?' }),
    event('tool.requested', { call_id: 'c1', tool: 'count', args: { garden: 'ours' } }),
    event('tool.completed', { call_id: 'c1', result: 'two cats' }),
    event('tool.requested', { call_id: 'c2', tool: 'count', args: { garden: 'theirs' } }),
    event('tool.completed', { call_id: 'c2', result: 'no cats' }),
    event('message.sent', { text: 'There are two, and all are ours.' }),
  ];
  expect(read(log)).toEqual([
    ['user', 'How many cats are there?'],
    ['count', { garden: 'ours' }, 'two cats'],
    ['count', { garden: 'theirs' }, 'no cats'],
    ['agent', 'There are two, and all are ours.'],
  ]);
});

it('reads a goal as the question, and what its steps came to', () => {
  const task = (goal: string, garden: string, value: string, answer: string): object => ({
    goal,
    steps: [
      { kind: 'TOOL', tool: { name: 'count', params: { garden } }, outcome: { ok: true, value } },
      { kind: 'ANSWER', answer },
    ],
  });
  const log = [
    task('How many cats are in our garden?', 'ours', 'two cats', 'There are two of them.'),
    task('How many cats are in theirs?', 'theirs', 'no cats', 'There are none at all.'),
  ];
  expect(read(log)).toEqual([
    ['user', 'How many cats are in our garden?'],
    ['count', { garden: 'ours' }, 'two cats'],
    ['agent', 'There are two of them.'],
    ['user', 'How many cats are in theirs?'],
    ['count', { garden: 'theirs' }, 'no cats'],
    ['agent', 'There are none at all.'],
  ]);
});

it('opens with a question that stands beside an answer in which tools speak for the user', () => {
  const row = (asked: string, garden: string, brought: string, reply: string): object => ({
    prompt: [{ role: 'user', content: asked }],
    completion: [
      {
        role: 'assistant',
        content: `<tool_call>{"name": "count", "arguments": {"garden": "${garden}"}}</tool_call>`,
      },
      { role: 'user', content: `<tool_response>${brought}</tool_response>` },
      { role: 'assistant', content: reply },
    ],
  });
  const rows = [
    row('How many cats are in our garden?', 'ours', 'two cats', 'There are two of them.'),
    row('How many cats are in theirs?', 'theirs', 'no cats', 'There are none at all.'),
  ];
  const told = read(rows);
  expect(told).toContainEqual(['user', 'How many cats are in our garden?']);
  expect(told).toContainEqual(['count', { garden: 'theirs' }, 'no cats']);
});
