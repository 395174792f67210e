import { describe, expect, it } from 'vitest';
import { findGrowth, runsOf } from './growing-runs.ts';

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
    const places = [...runsOf(saved.toReversed(), { at: '[*]', facts: {}, growing: { newestFirst: true } })];
    expect(places.map(({ pointer }) => pointer)).toEqual(['/2', '/1', '/0']);
  });
});
