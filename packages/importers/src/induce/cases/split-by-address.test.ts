import type { JsonObject, JsonValue } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { induceCases } from './induce-cases.ts';
import { splitByAddress } from './split-by-address.ts';

const message = (from: string, to: string, note: JsonValue): JsonObject => ({ from, to, note });

const LOG: JsonObject[] = [
  message('user', 'butler', 'Is there any milk left?'),
  message('butler', 'fridge', { open: true }),
  message('fridge', 'butler', 'One litre of milk.'),
  message('butler', 'user', 'Yes, one litre.'),
  message('user', 'butler', 'And is the kettle on?'),
  message('butler', 'stove', { plate: 2 }),
  message('stove', 'butler', 'The plate is cold.'),
  message('butler', 'user', 'No, it is cold.'),
];

describe('splitByAddress', () => {
  it('takes whoever is told data and answers for a tool', () => {
    const { cases } = induceCases(LOG);
    expect(cases.find(({ as }) => as === 'call')?.fields).toMatchObject({
      tool: ['to'],
      arguments: ['note'],
    });
    expect(cases.find(({ as }) => as === 'result')?.fields).toMatchObject({
      resultName: ['from'],
      result: ['note'],
    });
  });

  it('takes nobody who is told words, or who speaks without being asked', () => {
    expect(splitByAddress(LOG.map((record) => ({ ...record, note: 'Words.' })))).toEqual([]);
    const early = [message('fridge', 'butler', 'I am on.'), message('stove', 'butler', 'So am I.')];
    expect(splitByAddress([...early, ...LOG])).toEqual([]);
  });
});
