import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@tracewright/core';
import { createRandom } from '@tracewright/numeric';
import { type Artefact, PERTURBATIONS } from './artefact.ts';
import { perturb } from './perturb.ts';

const ORDER: Artefact = {
  kind: 'json',
  value: {
    id: 7,
    state: 'sent',
    date: '2024-05-20',
    items: [
      { sku: 'A', count: 2 },
      { sku: 'B', count: 1 },
    ],
  },
};
const POLICY: Artefact = { kind: 'text', text: 'Refunds up to 30 days.\n\nNo refund above 100 EUR.' };
const PRICES: Artefact = {
  kind: 'table',
  columns: ['sku', 'price'],
  rows: [
    ['A', 12],
    ['B', 30],
  ],
};

describe('perturb', () => {
  it.each(
    PERTURBATIONS.flatMap((kind) => [ORDER, POLICY, PRICES].map((artefact) => [kind, artefact] as const)),
  )('%s changes %j, and says what', (kind, artefact) => {
    const before = JSON.stringify(artefact);
    for (let seed = 0; seed < 50; seed++) {
      const changed = perturb(artefact, kind, createRandom(seed));
      expect(JSON.stringify(changed?.artefact)).not.toBe(before);
      expect(changed?.description).toMatch(/missing|wrong|out of date|two|twice|otherwise|order/);
      expect(perturb(artefact, kind, createRandom(seed))).toEqual(changed);
    }
    expect(JSON.stringify(artefact)).toBe(before);
  });

  it('keeps what a perturbation of order and of doubling should keep', () => {
    for (let seed = 0; seed < 50; seed++) {
      const reordered = perturb(PRICES, 'reordered', createRandom(seed))?.artefact;
      expect(reordered).toEqual({
        ...PRICES,
        rows: [
          ['B', 30],
          ['A', 12],
        ],
      });
      const doubled = perturb(PRICES, 'contradictory', createRandom(seed))?.artefact;
      expect(doubled).toMatchObject({ rows: [['A', 12], ['B', 30], expect.any(Array)] });
    }
  });

  it('has nothing to say where nothing can go wrong so', () => {
    const random = createRandom(1);
    expect(perturb({ kind: 'text', text: 'hello' }, 'stale', random)).toBeUndefined();
    expect(perturb({ kind: 'text', text: 'hello' }, 'reordered', random)).toBeUndefined();
    expect(perturb({ kind: 'table', columns: ['a'], rows: [] }, 'drop', random)).toBeUndefined();
    expect(perturb({ kind: 'json', value: null }, 'corrupt', random)).toBeUndefined();
  });

  it('takes any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...PERTURBATIONS), fc.nat(), (value, kind, seed) => {
        const artefact: Artefact = { kind: 'json', value: value as JsonValue };
        const changed = perturb(artefact, kind, createRandom(seed));
        return changed === undefined || JSON.stringify(changed.artefact) !== undefined;
      }),
    );
  });
});
