import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@tracewright/core';
import type { AdapterBody } from '../adapter/adapter.ts';
import { findGrowth, findGrowthBy, GrowingRuns, runsOf } from './growing-runs.ts';

const said = (by: string, text: string): JsonValue => ({ by, text });
const rules: Pick<AdapterBody, 'cases' | 'roles' | 'status' | 'timeUnit'> = {
  cases: [
    { when: [{ path: 'by', in: ['asker'] }], as: 'turn', role: 'user', fields: { text: ['text'] } },
    { when: [{ path: 'by', in: ['helper'] }], as: 'turn', role: 'agent', fields: { text: ['text'] } },
  ],
  roles: {},
  status: { ok: [], error: [], errorPatterns: [] },
  timeUnit: 's',
};
const talk = [said('asker', 'one?'), said('helper', '1'), said('asker', 'two?'), said('helper', '2')];
/** Requests with all that was said so far, each answered by a record of its own, with a tool's between them. */
const log: readonly JsonValue[] = [
  { sent: talk.slice(0, 1) },
  { done: said('helper', '1') },
  { done: said('lamp', 'lit') },
  { sent: talk.slice(0, 3) },
  { done: said('helper', '2') },
];

it('finds answers in records beside those that hold the conversation', () => {
  expect(findGrowth(log, 'sent[*]', rules)).toEqual({ answer: 'done' });
});

it('tells each answer once, and the last of them, which no list repeats', () => {
  const runs = new GrowingRuns({
    ...rules,
    runs: { at: '[*]', facts: {}, growing: { answer: 'done' } },
    records: 'sent[*]',
  });
  const grown = log.map((value, index) => runs.add({ value, pointer: `/${index}` }));
  expect(new Set(grown.flatMap((one) => (one === undefined ? [] : [one.run.id]))).size).toBe(1);
  expect(grown.flatMap((one) => (one?.added ?? []).map(({ value }) => value))).toEqual(talk);
});

const RULES = {
  cases: [{ when: [], as: 'turn' as const, fields: { role: ['who'], text: ['said'] } }],
  roles: { guest: 'user' as const, helper: 'agent' as const },
  status: { ok: [], error: [], errorPatterns: [] },
  timeUnit: 's' as const,
};
const TALK = [
  { who: 'guest', said: 'Is it raining?' },
  { who: 'helper', said: 'No.' },
  { who: 'guest', said: 'And tomorrow?' },
];

describe('findGrowth', () => {
  const saved = [1, 2, 3].map((count) => ({ talk: TALK.slice(0, count) }));

  it('knows a conversation that is saved again and again', () => {
    expect(findGrowth(saved, 'talk[*]', RULES)).toEqual({});
    expect(findGrowth([saved[2] ?? null, { talk: TALK.slice(1) }], 'talk[*]', RULES)).toBeUndefined();
  });

  it('knows it where the newest stands first, and reads the oldest first', () => {
    const growing = findGrowth(saved.toReversed(), 'talk[*]', RULES);
    expect(growing).toEqual({ newestFirst: true });
    const places = [
      ...runsOf(saved.toReversed(), {
        runs: { at: '[*]', facts: {}, growing: { newestFirst: true } },
        records: 'messages[*]',
        timeUnit: 's',
      }),
    ];
    expect(places.map(({ pointer }) => pointer)).toEqual(['/2', '/1', '/0']);
  });

  it('reads those of a list that stand in no order by their times, list by list', () => {
    const lists = [
      [7, 5, 6].map((second) => ({ began: 1_760_000_000 + second })),
      [{ began: 1_760_000_001 }],
    ];
    const runs = { at: '[*][*]', facts: {}, growing: { byTime: 'began' } };
    const places = [...runsOf(lists, { runs, records: 'messages[*]', timeUnit: 's' })];
    expect(places.map(({ pointer }) => pointer)).toEqual(['/0/1', '/0/2', '/0/0', '/1/0']);
  });
});

describe('records of one list that belong to requests with all that was said before', () => {
  const line = (request: number, index: number): JsonValue => ({
    request,
    at: 10 * request + index,
    ...TALK[index],
  });
  /** Requests of 1, 2 and 3 records. */
  const log = TALK.flatMap((_said, last) => TALK.slice(0, last + 1).map((_one, index) => line(last, index)));

  it('finds the member that tells the requests apart, where most say again what was said', () => {
    expect(findGrowthBy([log], ['at', 'request'], RULES)).toEqual({ by: 'request' });
    expect(findGrowthBy([log], ['at'], RULES)).toBeUndefined();
    expect(findGrowthBy([log.slice(-3)], ['request', 'at'], RULES)).toBeUndefined();
  });

  it('tells each of them once, where it stands first', () => {
    const body = { ...RULES, runs: { at: '', facts: {}, growing: { by: 'request' } }, records: '[*]' };
    const runs = new GrowingRuns(body);
    const grown = [...runsOf(log, body)].map((run) => runs.add(run));
    expect(grown.flatMap((one) => (one?.added ?? []).map(({ pointer }) => pointer))).toEqual([
      '/0',
      '/2',
      '/5',
    ]);
  });
});

it('knows what was sent alone before it was sent with all that went before', () => {
  const runs = new GrowingRuns({ ...rules, runs: { at: '[*]', facts: {}, growing: {} }, records: 'sent[*]' });
  const add = (sent: readonly JsonValue[]): number =>
    runs.add({ value: { sent: [...sent] }, pointer: '' })?.run.id ?? 0;
  const [whole, alone, other] = [
    add(talk.slice(0, 2)),
    add(talk.slice(2, 3)),
    add([said('asker', 'three?')]),
  ];
  expect([whole, alone, other].map((id) => runs.isPart(id))).toEqual([false, false, false]);
  expect(add(talk)).toBe(whole);
  expect([whole, alone, other].map((id) => runs.isPart(id))).toEqual([false, true, false]);
});
