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
