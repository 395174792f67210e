import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import { induceCases } from './induce-cases.ts';
import { induceVoices } from './induce-voices.ts';

const asked = (text: string): JsonObject => ({ id: text.length, ask: { prompt: text } });
const called = (id: string, what: string): JsonObject => ({
  Calls: { say: 'I weigh it.', calls: [{ id, name: 'weigh', args: { what } }] },
});
const answered = (id: string, grams: number): JsonObject => ({
  results: [{ call_id: id, output: `${grams} grams` }],
});

it('reads members that are named after who speaks, each as what that one says', () => {
  const records: JsonObject[] = [
    { user: asked('How much does the kettle weigh?'), assistant: called('c1', 'kettle') },
    { user: answered('c1', 900), assistant: { Reply: { content: 'It weighs 900 grams.' } } },
    { user: asked('And how much does the cup weigh?'), assistant: called('c2', 'cup') },
    { user: answered('c2', 90), assistant: { Reply: { content: 'It weighs 90 grams.' } } },
  ];
  const { cases } = induceCases(records);
  expect(cases).toHaveLength(1);
  const [user, agent] = cases[0]?.inside ?? [];
  expect(user).toMatchObject({ at: 'user', cases: [{ role: 'user', fields: { text: ['ask.prompt'] } }] });
  expect(agent?.at).toBe('assistant');
  expect(agent?.cases.every(({ role }) => role === 'agent')).toBe(true);
});

it('leaves members alone that only note who was there', () => {
  const note = { user: { id: 'u1' }, agent: { id: 'a1' } };
  const records = ['Good morning to all of you', 'Morning, what can I do?'].map((text, index) => ({
    ...note,
    role: index === 0 ? 'user' : 'assistant',
    text,
  }));
  expect(induceCases(records).cases.every(({ inside }) => inside === undefined)).toBe(true);
});

it('looks at all records for the names of speakers alone', () => {
  const names = (at: number): string[] => Array.from({ length: 300 }, (_, index) => `k${at}_${index}`);
  const records = Array.from({ length: 300 }, (_, at) =>
    Object.fromEntries(names(at).map((name) => [name, { text: 'x' }])),
  );
  let reads = 0;
  const watched = records.map(
    (record) =>
      new Proxy(record, { get: (target, name) => ((reads += 1), Reflect.get(target, name) as unknown) }),
  ) as JsonObject[];
  expect(induceVoices(watched, () => ({ cases: [], confidence: new Map() }))).toBeUndefined();
  expect(reads).toBe(0);
});
