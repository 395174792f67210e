/** What induction reads of logs in which a run is not one list in order, whole and of one kind. */
import { expect, it } from 'vitest';
import type { Message, Span } from '@tracewright/core';
import { induceAdapter } from '../induce.ts';
import { runAdapter } from './run-adapter.ts';

interface Told {
  readonly who: string;
  readonly tool?: string;
  readonly arguments?: unknown;
  readonly result?: unknown;
  readonly tokens?: number;
}

/** A model's turn that calls is told by its calls. */
function asks({ parts }: Message): boolean {
  return parts.some(({ type }) => type === 'tool_call');
}

/** @param others files of the same log that the adapter is induced from, too */
function read(text: string, ...others: readonly string[]): readonly Told[] {
  const samples = [text, ...others].map((sample, index) => ({ path: `log-${index}`, text: sample }));
  const { adapter, documents } = induceAdapter(samples, 'log', '2026-01-01T00:00:00Z');
  const [document] = documents;
  const items = document === undefined ? [] : [...runAdapter(adapter, document)];
  const spans = items.flatMap((item): readonly Span[] => (item.kind === 'spans' ? item.spans : []));
  return spans
    .filter(({ operation, output }) => operation !== 'agent' && !output.some(asks))
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ operation, agent, tool, inputTokens }) => ({
      who: operation === 'turn' ? (agent ?? '') : operation,
      ...(tool === undefined ? {} : { tool: tool.name, arguments: tool.arguments, result: tool.result }),
      ...(inputTokens === undefined ? {} : { tokens: inputTokens }),
    }));
}

const lines = (records: readonly object[]): string =>
  records.map((record) => JSON.stringify(record)).join('\n');

it('tells counts of tokens as calls of the model where nothing else is told of them', () => {
  const count = (input: number, total: number): object => ({
    type: 'token_count',
    at: `2026-01-01T00:00:0${total % 10}Z`,
    info: {
      total_token_usage: { input_tokens: total, output_tokens: total },
      last_token_usage: { input_tokens: input, output_tokens: 3 },
    },
  });
  const asked = { type: 'user_message', at: '2026-01-01T00:00:00Z', text: 'How heavy is the kettle?' };
  const said = { type: 'assistant_message', at: '2026-01-01T00:00:01Z', text: 'It weighs 900 grams.' };
  expect(read(lines([count(10, 11), count(20, 32)]), lines([asked, said, count(5, 8)]))).toEqual([
    { who: 'model', tokens: 10 },
    { who: 'model', tokens: 20 },
  ]);
});

it('gives a count of tokens to the answer that it stands beside', () => {
  const round = (name: string, input: number): object[] => [
    { type: 'user_message', text: `What does the ${name} weigh?` },
    { type: 'assistant_message', text: `The ${name} weighs ${input} grams.` },
    { type: 'usage', usage: { input_tokens: input, output_tokens: 3 } },
  ];
  expect(
    read(lines([...round('kettle', 10), ...round('cup', 20)])).map(({ who, tokens }) => [who, tokens]),
  ).toEqual([
    ['user', undefined],
    ['model', 10],
    ['user', undefined],
    ['model', 20],
  ]);
});

it('tells answers of which the calls were cut off', () => {
  const answer = (index: number): object => ({
    role: 'tool',
    tool_call_id: `c${index}`,
    name: 'weigh',
    content: `${index} grams`,
  });
  const messages = [
    { role: 'user', content: 'How heavy is it?' },
    {
      role: 'assistant',
      content: 'I look.',
      tool_calls: [{ id: 'c1', function: { name: 'weigh', arguments: '{}' } }],
    },
    answer(1),
  ];
  const [first] = read(
    JSON.stringify({ messages: [answer(1), answer(2), answer(3)] }),
    JSON.stringify({ messages }),
  );
  expect(first).toEqual({ who: 'tool', tool: 'weigh', arguments: undefined, result: '1 grams' });
});

it('tells by their times what was said in one list and done in another, the newest first in both', () => {
  const said = [
    { speaker: 'customer', text: 'How heavy is the kettle?', at: '2026-01-01T00:00:01Z' },
    { speaker: 'assistant', text: 'It weighs 900 grams.', at: '2026-01-01T00:00:03Z' },
    { speaker: 'customer', text: 'And the cup?', at: '2026-01-01T00:00:04Z' },
    { speaker: 'assistant', text: 'It weighs 200 grams.', at: '2026-01-01T00:00:06Z' },
  ];
  const done = [
    { tool: 'weigh', params: { what: 'kettle' }, output: '900', at: '2026-01-01T00:00:02Z' },
    { tool: 'find', params: { name: 'cup', shelf: 2 }, output: '200', at: '2026-01-01T00:00:05Z' },
  ];
  const text = JSON.stringify({ utterances: said.toReversed(), invocations: done.toReversed() });
  expect(read(text).map(({ who, tool }) => tool ?? who)).toEqual([
    'user',
    'weigh',
    'model',
    'user',
    'find',
    'model',
  ]);
});

it('puts what the nodes of a graph did in order, each under its name', () => {
  const ran = (startTime: number, input: object | null, output: object): object => ({
    startTime,
    input,
    output,
  });
  const text = JSON.stringify({
    nodes: {
      'Chat Input': [ran(1767225600000, null, { text: 'How heavy is the kettle?' })],
      'Chat Output': [ran(1767225604000, null, { text: 'It weighs 900 grams.' })],
      weigh: [ran(1767225602000, { what: 'kettle' }, { text: '900' })],
      find: [ran(1767225601000, { name: 'kettle' }, { text: 'shelf 2' })],
    },
  });
  expect(read(text).map(({ who, tool, result }) => [tool ?? who, result])).toEqual([
    ['user', undefined],
    ['find', 'shelf 2'],
    ['weigh', '900'],
    ['model', undefined],
  ]);
});

it('reads kinds that open and close the same thing as a call and its result', () => {
  const event = (type: string, details: object): object => ({ type, details });
  const call = (name: string, input: object, output: string): object[] => [
    event('StateEntered', { name, input: JSON.stringify(input) }),
    event('StateExited', { name, output }),
  ];
  const events = [
    event('ExecutionStarted', { input: '{"question": "How heavy is it?"}' }),
    ...call('find', { name: 'kettle' }, 'shelf 2'),
    ...call('weigh', { what: 'kettle', unit: 'g' }, '900 grams'),
    event('ExecutionSucceeded', { output: '{"answer": "900 grams"}' }),
  ];
  expect(read(JSON.stringify({ events })).map(({ who, tool, result }) => [tool ?? who, result])).toEqual([
    ['user', undefined],
    ['find', 'shelf 2'],
    ['weigh', '900 grams'],
    ['model', undefined],
  ]);
});

it('takes states of a graph, one a line, for one run', () => {
  const update = (node: string, message: object): object => ({ [node]: { messages: [message] } });
  const ask = (id: string, name: string, args: object): object =>
    update('agent', { type: 'ai', content: '', tool_calls: [{ id, name, args }] });
  const answer = (id: string, content: string): object =>
    update('tools', { type: 'tool', tool_call_id: id, content });
  const text = lines([
    ask('c1', 'find', { name: 'kettle' }),
    answer('c1', 'shelf 2'),
    ask('c2', 'weigh', { what: 'kettle' }),
    answer('c2', '900 grams'),
    update('agent', { type: 'ai', content: 'It weighs 900 grams.', tool_calls: [] }),
  ]);
  expect(read(text).flatMap(({ tool, result }) => (tool === undefined ? [] : [[tool, result]]))).toEqual([
    ['find', 'shelf 2'],
    ['weigh', '900 grams'],
  ]);
});

it('reads what stands in envelopes under several names', () => {
  const text = lines([
    { dir: 'in', msg: { type: 'user_message', text: 'How heavy is the kettle?' } },
    { dir: 'out', item: { type: 'tool_call', id: 'c1', name: 'weigh', args: { what: 'kettle' } } },
    { dir: 'in', msg: { type: 'tool_result', id: 'c1', output: '900 grams' } },
    { dir: 'out', item: { type: 'assistant_message', text: 'It weighs 900 grams.' } },
  ]);
  expect(read(text).map(({ who, tool, result }) => [tool ?? who, result])).toEqual([
    ['user', undefined],
    ['weigh', '900 grams'],
    ['model', undefined],
  ]);
});

it('reads calls in objects of any name', () => {
  const step = (name: string, given: object, outputs: unknown): object => ({
    next: { why: `now ${name}`, use_tool: { name, raw_args: JSON.stringify(given) } },
    result: { outputs },
  });
  const steps = [
    step('boil', { litres: 2 }, 'it boils'),
    step('pour', { into: 'pot', slowly: true }, 'the pot is full'),
    step('boil', { litres: 1 }, 'it boils again'),
  ];
  const log = (task: string): string => JSON.stringify({ task, steps }, null, 1);
  const told = read(log('Make tea for all four of us.'), log('Make a pot of tea, please.'));
  expect(told).toEqual([
    { who: 'tool', tool: 'boil', arguments: { litres: 2 }, result: 'it boils' },
    { who: 'tool', tool: 'pour', arguments: { into: 'pot', slowly: true }, result: 'the pot is full' },
    { who: 'tool', tool: 'boil', arguments: { litres: 1 }, result: 'it boils again' },
  ]);
});

/** Words and the call that they announce, each in a record of its own. */
const announced = (second: (index: number) => number, counts: readonly object[] = []): string =>
  lines(
    [0, 1].flatMap((index) => [
      { type: 'user_message', time: 1_790_000_000 + index * 10, text: `What does cup ${index} weigh?` },
      {
        type: 'assistant_message',
        time: 1_790_000_001 + index * 10,
        text: `I put cup ${index} on the scale.`,
      },
      {
        type: 'tool_call',
        time: 1_790_000_000 + index * 10 + second(index),
        id: `c${index}`,
        name: 'weigh',
        arguments: { cup: index },
      },
      { type: 'tool_result', time: 1_790_000_005 + index * 10, id: `c${index}`, output: `${index} grams` },
      ...counts,
      {
        type: 'assistant_message',
        time: 1_790_000_006 + index * 10,
        text: `Cup ${index} weighs ${index} grams.`,
      },
      ...counts,
    ]),
  );

it('tells words in a record of their own as a step, and with the call of the same instant as one', () => {
  const who = (text: string): readonly string[] => read(text).map((told) => told.who);
  expect(who(announced(() => 3)).slice(0, 4)).toEqual(['user', 'model', 'tool', 'model']);
  expect(who(announced(() => 1)).slice(0, 3)).toEqual(['user', 'tool', 'model']);
});

it('takes words and calls before one count of tokens for one answer', () => {
  const counts = [{ type: 'token_count', time: 1_790_000_004, usage: { input_tokens: 5, output_tokens: 3 } }];
  expect(
    read(announced(() => 3, counts))
      .slice(0, 3)
      .map(({ who }) => who),
  ).toEqual(['user', 'tool', 'model']);
});

it('tells an answer without words, and the next one of its kind, as two', () => {
  const step = (at: number, members: object): object => ({
    step: at,
    time: `2026-01-01T00:00:0${at}Z`,
    source: 'agent',
    message: '',
    ...members,
  });
  const steps = [
    { step: 0, time: '2026-01-01T00:00:00Z', source: 'user', message: 'What does the cup weigh?' },
    step(1, { metrics: { input_tokens: 7, output_tokens: 0 } }),
    step(2, { message: 'I put it on the scale.', metrics: { input_tokens: 9, output_tokens: 4 } }),
    step(3, { reasoning: 'It moved.' }),
    step(4, { message: 'It weighs 90 grams.', metrics: { input_tokens: 12, output_tokens: 5 } }),
  ];
  expect(read(JSON.stringify({ steps })).map(({ who }) => who)).toEqual(['user', 'model', 'model', 'model']);
});

it('tells nothing of a head that stands among the turns', () => {
  const head = { about: 'Weighing of kettles and of cups', input_tokens: 90, output_tokens: 30 };
  const turn = (role: string, text: string): object => ({ role, content: [{ type: 'text', text }] });
  const turns = [
    turn('user', 'How heavy is the kettle?'),
    turn('assistant', 'It weighs 900 grams.'),
    turn('user', 'And the cup?'),
    turn('assistant', 'It weighs 90 grams.'),
  ];
  expect(read(lines([head, ...turns])).map(({ who }) => who)).toEqual(['user', 'model', 'user', 'model']);
});

it('tells nothing of what answers a record that calls nothing', () => {
  const act = (id: number, who: string, action: string, members: object): object => ({
    id,
    source: who,
    action,
    ...members,
  });
  const see = (id: number, cause: number, content: string): object => ({
    id,
    cause,
    observation: 'seen',
    content,
  });
  const round = (id: number, what: string): readonly object[] => [
    act(id, 'user', 'message', { message: `How heavy is the ${what}?` }),
    see(id + 1, id, 'noted, nothing else to say'),
    act(id + 2, 'agent', 'run', { tool: { name: `weigh_${what}`, arguments: { what } } }),
    see(id + 3, id + 2, `${id} grams`),
    act(id + 4, 'agent', 'message', { message: `It weighs ${id} grams.` }),
    see(id + 5, id + 4, 'noted, nothing else to say'),
  ];
  const told = read(JSON.stringify([...round(10, 'kettle'), ...round(20, 'cup'), ...round(30, 'spoon')]));
  expect(told.map(({ who, result }) => result ?? who)).toEqual([
    ...['user', '10 grams', 'model'],
    ...['user', '20 grams', 'model'],
    ...['user', '30 grams', 'model'],
  ]);
});

it('takes what the user says once the agent has spoken again for no result of what is called in texts', () => {
  const round = (item: string): string =>
    `User: where is the ${item}?\nclerk: find(item="${item}")\nclerk: The ${item} is on the shelf.\n`;
  const told = read(['lamp', 'bell', 'book'].map(round).join(''));
  expect(told.filter(({ who }) => who === 'user')).toHaveLength(3);
  expect(told.flatMap(({ tool, result }) => (tool === undefined ? [] : [[tool, result]]))).toEqual([
    ['find', undefined],
    ['find', undefined],
    ['find', undefined],
  ]);
});

it('tells a span that counts tokens, and none of which only the name is known', () => {
  const span = (name: string, start: number, members: object): object => ({
    name,
    start_time: `2026-01-01T00:00:0${start}Z`,
    ...members,
  });
  const chat = (start: number, input: number): object =>
    span('chat', start, { usage: { input_tokens: input, output_tokens: 3 } });
  const search = span('search', 3, {
    tool: { name: 'search', arguments: { for: 'tea' } },
    output: 'green tea',
  });
  const spans = [chat(1, 10), span('queue', 2, { size: 7 }), search, chat(4, 20)];
  expect(read(JSON.stringify({ spans })).map(({ who, tool }) => tool ?? who)).toEqual([
    'model',
    'search',
    'model',
  ]);
});

it('tells what a role that nobody knows says last as what the call before it brought', () => {
  const round = (name: string, index: number): object[] => [
    {
      role: 'assistant',
      content: `I weigh the ${name}.`,
      tool_calls: [{ id: `c${index}`, function: { name: 'weigh', arguments: `{"item": "${name}"}` } }],
    },
    { role: 'tool', tool_call_id: `c${index}`, content: `The ${name} weighs 900 grams.` },
  ];
  const rounds = ['kettle', 'cup', 'jug'].flatMap(round);
  const asked = { role: 'user', content: 'What does all of it weigh?' };
  const end = { role: 'finish', content: 'The jug is too heavy, and that is the end of it.' };
  const lastOf = (...messages: readonly object[]): unknown => read(JSON.stringify({ messages })).at(-1);
  expect(lastOf(asked, ...rounds.slice(0, -1), end)).toEqual({
    who: 'tool',
    tool: 'weigh',
    arguments: { item: 'jug' },
    result: end.content,
  });
  // Where nothing waits, or others have names too, it is somebody who speaks.
  expect(lastOf(asked, ...rounds, end)).toMatchObject({ who: 'model' });
  const named = { role: 'Dora', content: 'Weigh all three of them, one after another.' };
  expect(lastOf(asked, named, ...rounds.slice(0, -1), end)).toMatchObject({ who: 'model' });
});
