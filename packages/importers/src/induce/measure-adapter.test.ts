import { expect, it } from 'vitest';
import type { JsonValue } from '@tracewright/core';
import type { AdapterBody } from './adapter/adapter.ts';
import { measureAdapter } from './measure-adapter.ts';

const BODY: AdapterBody = {
  container: 'json',
  runs: { at: '', facts: {} },
  records: '[*]',
  cases: [
    {
      when: [{ path: 'writes' }],
      as: 'turn',
      role: 'agent',
      fields: { text: ['writes'] },
      callsInText: ['labels'],
    },
    {
      when: [{ path: 'sent' }],
      as: 'turn',
      fields: {},
      inside: [
        {
          at: 'sent[*]',
          cases: [{ when: [], as: 'turn', fields: { role: ['who'], text: ['said'], tool: ['tool'] } }],
        },
      ],
    },
    { when: [], as: 'call', fields: { tool: ['tool'], result: ['out'] } },
  ],
  roles: { guest: 'user', helper: 'agent' },
  status: { ok: [], error: [], errorPatterns: [] },
  pairing: 'order',
  timeUnit: 's',
  fingerprint: { members: [], types: [] },
  fields: [],
};
const GUEST = { who: 'guest', said: 'Is the boiler still warm this morning?' };
const CALL = { who: 'helper', said: 'I look at it.', tool: 'look' };

it('counts what a record repeats of those before it once, as it is read', () => {
  const root: JsonValue = [
    { sent: [GUEST] },
    { tool: 'look', out: 'warm' },
    { sent: [GUEST, CALL] },
    { tool: 'touch', out: 'hot' },
    { sent: [GUEST, CALL] },
  ];
  const { calls, results, pairing } = measureAdapter(BODY, [
    { path: 'a.json', root, place: () => ({ path: 'a.json' }), problems: [] },
  ]);
  expect({ calls, results, pairing }).toEqual({ calls: 3, results: 2, pairing: 0.8 });
});
