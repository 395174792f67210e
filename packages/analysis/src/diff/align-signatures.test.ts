import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '@tracewright/core';
import { makeStep } from '../testing/steps.ts';
import { alignSmall } from './align-kernel.ts';
import { alignSignatures } from './align-signatures.ts';
import { SignatureBook, type StepSignatures } from './step-signatures.ts';

function describeBoth(a: readonly Step[], b: readonly Step[]): [StepSignatures, StepSignatures] {
  const book = new SignatureBook();
  return [book.describe(a), book.describe(b)];
}

/** The quadratic oracle. */
function oracleCost(a: StepSignatures, b: StepSignatures): number {
  const pairing = { ofA: new Int32Array(a.length), ofB: new Int32Array(b.length) };
  return alignSmall(a, b, { fromA: 0, toA: a.length, fromB: 0, toB: b.length }, pairing);
}

const step = fc
  .record({
    tool: fc.constantFrom('read', 'write', undefined),
    word: fc.constantFrom('one', 'two', 'three four five six', 'three four five seven'),
    result: fc.constantFrom('done', 'no such file', undefined),
    status: fc.constantFrom('ok' as const, 'error' as const),
  })
  .map(({ tool, word, result, status }) =>
    makeStep({
      action: tool === undefined ? { text: word } : { tool, arguments: { word } },
      kind: tool === 'write' ? 'change' : 'explore',
      ...(result === undefined ? {} : { observation: { text: result, status } }),
    }),
  );

describe('alignSignatures', () => {
  it('costs what the full matrix costs, in linear memory', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 400, size: 'max' }),
        fc.array(step, { maxLength: 400, size: 'max' }),
        (left, right) => {
          const [a, b] = describeBoth(left, right);
          const { cost, isExact } = alignSignatures(a, b);
          expect(isExact).toBe(true);
          expect(cost).toBe(oracleCost(a, b));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps the order, pairs nothing twice, and mirrors its two columns, exact or not', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 120, size: 'max' }),
        fc.array(step, { maxLength: 120, size: 'max' }),
        fc.constantFrom(0, 50, 1000, 1_000_000),
        (left, right, maxCells) => {
          const [a, b] = describeBoth(left, right);
          const { ofA, ofB, cost } = alignSignatures(a, b, maxCells);
          const paired = [...ofA].filter((j) => j !== -1);
          expect(paired).toEqual([...new Set(paired)].toSorted((x, y) => x - y));
          for (const [i, j] of ofA.entries()) expect(j === -1 || ofB[j] === i).toBe(true);
          expect(cost).toBeGreaterThanOrEqual(oracleCost(a, b));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('finds the same edit in long runs by anchors and a band', () => {
    const steps = Array.from({ length: 3000 }, (_, index) =>
      makeStep({ action: { tool: 'read', arguments: { file: index } } }),
    );
    const edited = [...steps.slice(0, 900), ...steps.slice(1000, 2000), ...steps.slice(1990)];
    const [a, b] = describeBoth(
      [makeStep({ action: { text: 'x' } }), ...steps],
      [...edited, ...steps.slice(3, 4)],
    );
    const { cost, isExact } = alignSignatures(a, b, 100_000);
    expect(isExact).toBe(false);
    expect(cost).toBe(oracleCost(a, b));
  });
});
