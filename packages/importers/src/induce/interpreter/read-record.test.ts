import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { AdapterBody, RecordCase } from '../adapter/adapter.ts';
import { piecesOf, readRecord } from './read-record.ts';

const rules: Pick<AdapterBody, 'roles' | 'status' | 'timeUnit'> = {
  roles: {},
  status: { ok: [], error: [], errorPatterns: [] },
  timeUnit: 's',
};
const said = (at: string): NonNullable<RecordCase['inside']>[number] => ({
  at,
  cases: [{ when: [], as: 'turn', fields: { text: ['words'] } }],
});
const recordCase: RecordCase = {
  when: [],
  as: 'turn',
  role: 'agent',
  fields: {},
  inside: [said('shown[*]'), said('sent[*]')],
};

it('tells once what two lists of a record tell', () => {
  const record = {
    shown: [{ words: 'the kettle is on' }, { words: 'tea is ready' }],
    sent: [{ words: 'the kettle is on' }, { words: 'tea is ready' }, { words: 'milk is out' }],
  };
  const texts = piecesOf(readRecord(record, recordCase, rules, '')).map(({ text }) => text);
  expect(texts.join('\n')).toBe('the kettle is on\ntea is ready\nmilk is out');
});

it('keeps what one list says twice', () => {
  const record = { shown: [{ words: 'knock' }, { words: 'knock' }] };
  expect(readRecord(record, recordCase, rules, '').text).toBe('knock\nknock');
});

it('tells an empty list as what a call brought', () => {
  const step: RecordCase = {
    when: [],
    as: 'turn',
    fields: { tool: ['tool'], arguments: ['given'], result: ['brought', 'output'] },
  };
  const broughtBy = (record: JsonObject): JsonValue | undefined =>
    readRecord({ tool: 'search', given: { for: 'tea' }, ...record }, step, rules, '').calls[0]?.result
      ?.content;
  expect(broughtBy({ brought: [] })).toEqual([]);
  expect(broughtBy({ brought: null, output: '' })).toBeUndefined();
  expect(broughtBy({ brought: [], output: 'nothing found' })).toBe('nothing found');
  expect(broughtBy({ brought: null })).toBeUndefined();
});

it('takes a block with an empty text for nothing', () => {
  const answer: RecordCase = { ...recordCase, as: 'result', inside: [said('parts[*]')] };
  const read = readRecord({ parts: [{ words: '', for: ['agent'] }] }, answer, rules, '');
  expect(read.results.map(({ content }) => content)).toEqual(['']);
});

it('reads an empty list that came back', () => {
  const answer: RecordCase = { when: [], as: 'result', fields: { result: ['found'] } };
  expect(readRecord({ found: [] }, answer, rules, '').results[0]?.content).toEqual([]);
  expect(readRecord({ found: null }, answer, rules, '').results[0]?.content).toBe('');
});

it('takes what the system says in the name of a call for what the call brought', () => {
  const turn: RecordCase = {
    when: [],
    as: 'turn',
    fields: { role: ['role'], callId: ['call'], text: ['words'] },
    callsInText: ['identified'],
  };
  const rulesOf = { ...rules, roles: { system: 'system', agent: 'agent' } } as const;
  const read = (record: JsonObject) => readRecord(record, turn, rulesOf, '');
  expect(read({ role: 'agent', words: '@light(call_7f3a91): {"on": true}' })).toMatchObject({
    calls: [{ tool: 'light', arguments: { on: true }, callId: 'call_7f3a91' }],
    isTextCall: false,
  });
  expect(read({ role: 'system', call: 'call_7f3a91', words: 'It is on.' })).toMatchObject({
    role: 'tool',
    text: '',
    results: [{ callId: 'call_7f3a91', content: 'It is on.' }],
  });
  expect(read({ role: 'system', words: 'Be brief.' })).toMatchObject({ role: 'system', text: 'Be brief.' });
});

it('reads a list of objects that came back as the list that it is', () => {
  const answer: RecordCase = {
    when: [],
    as: 'result',
    fields: { result: ['brought'] },
    inside: [{ at: 'brought[*]', cases: [{ when: [], as: 'result', fields: { result: ['output', ''] } }] }],
  };
  const broughtBy = (...brought: JsonValue[]): JsonValue[] =>
    readRecord({ brought }, answer, rules, '').results.map(({ content }) => content);
  expect(broughtBy([{ lamp: 1 }, { lamp: 2 }])).toEqual([[{ lamp: 1 }, { lamp: 2 }]]);
  expect(broughtBy({ output: 'on' })).toEqual(['on']);
  expect(broughtBy({ lamps: 2 })).toEqual([{ lamps: 2 }]);
});

it('tells what an agent says after what it was sent, and the calls that it writes', () => {
  const span: RecordCase = {
    when: [],
    as: 'turn',
    role: 'agent',
    fields: { text: ['output'] },
    inside: [
      { at: 'input[*]', cases: [{ when: [], as: 'turn', role: 'user', fields: { text: ['words'] } }] },
    ],
    callsInText: ['answer'],
  };
  const told = (output: JsonObject): unknown[] =>
    piecesOf(
      readRecord({ input: [{ words: 'how heavy is it?' }], output: JSON.stringify(output) }, span, rules, ''),
    ).map(({ role, text, calls }) => [role, text, calls.map(({ tool }) => tool)]);
  expect(told({ role: 'assistant', content: 'two pounds' })).toEqual([
    ['user', 'how heavy is it?', []],
    ['agent', 'two pounds', []],
  ]);
  expect(told({ role: 'assistant', content: [{ type: 'tool_use', name: 'weigh', input: {} }] })).toEqual([
    ['user', 'how heavy is it?', []],
    ['agent', '', ['weigh']],
  ]);
});

it("tells what a program printed in the user's name as the environment's", () => {
  const asked: RecordCase = { when: [], as: 'turn', role: 'user', fields: { text: ['words'] } };
  const whoSays = (words: string): unknown => readRecord({ words }, asked, rules, '').role;
  expect(whoSays('<local-stdout>two pounds</local-stdout> <local-stderr></local-stderr>\n')).toBe(
    'environment',
  );
  expect(whoSays('<stdout>two</stdout>\nWhy not three?\n<stderr>no</stderr>')).toBe('user');
  for (const words of ['<stdout>two pounds', 'What is <stdout></stdout>?', '<b>two</b>', '<stdout>', ''])
    expect(whoSays(words)).toBe('user');
});

it('reads a list of blocks as text where only another list is read block by block', () => {
  const turn: RecordCase = {
    when: [],
    as: 'turn',
    fields: { role: ['who'], text: ['words'] },
    inside: [{ at: 'did[*]', cases: [{ when: [], as: 'call', fields: { tool: ['name'] } }] }],
  };
  const words = [{ type: 'text', text: 'how heavy?' }];
  expect(readRecord({ who: 'user', words }, turn, rules, '').text).toBe('how heavy?');
  const ofBlocks = { ...turn, inside: [{ at: 'words[*]', cases: [] }] };
  expect(readRecord({ who: 'user', words }, ofBlocks, rules, '').text).toBe('');
});

it('gives each call of a list its own of as many answers', () => {
  const step: RecordCase = {
    when: [],
    as: 'turn',
    fields: { result: ['saw'] },
    inside: [{ at: 'did[*]', cases: [{ when: [], as: 'call', fields: { tool: ['name'] } }] }],
  };
  const brought = (saw: readonly string[]): unknown =>
    readRecord({ did: [{ name: 'ls' }, { name: 'cat' }], saw: [...saw] }, step, rules, '').calls.map(
      ({ result }) => result?.content,
    );
  expect(brought(['a.txt', 'two lines'])).toEqual(['a.txt', 'two lines']);
  expect(brought(['a.txt', 'two', 'lines'])).toEqual([undefined, ['a.txt', 'two', 'lines']]);
  expect(readRecord({ did: [], saw: 'nothing' }, step, rules, '').results).toMatchObject([
    { content: 'nothing' },
  ]);
});
