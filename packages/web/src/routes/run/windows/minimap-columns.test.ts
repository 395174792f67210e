import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindingJson } from '@tracewright/core';
import { columnOf, gatherColumns, gatherMarks } from './minimap-columns.ts';
import type { RunOutline } from './run-outline.ts';

function outline(flags: readonly number[]): RunOutline {
  const empty = new Uint8Array(flags.length);
  return {
    version: '1',
    steps: flags.length,
    flags: Uint8Array.from(flags),
    parts: empty,
    lines: empty,
    tools: new Uint16Array(flags.length),
    toolNames: [],
    agents: new Uint16Array(flags.length),
    agentNames: [],
    stepsOfSpans: new Map(),
  };
}

describe('gatherColumns', () => {
  it('puts every step into one column, which columnOf finds again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 1500 }), (steps, width) => {
        const columns = gatherColumns(outline(Array<number>(steps).fill(0)), width);
        let next = 0;
        for (const [place, { first, end }] of columns.entries()) {
          expect(first).toBe(next);
          for (const step of [first, end - 1]) expect(columnOf(step, steps, columns.length)).toBe(place);
          next = end;
        }
        expect(next).toBe(steps);
      }),
      { numRuns: 60 },
    );
  });

  it('says what a column consists of, and how much of it failed', () => {
    // A change that failed (4 + 8 + 16), two that did not, a message, a user.
    const [column] = gatherColumns(outline([28, 12, 12, 0, 1]), 1);
    expect(column).toEqual({ first: 0, end: 5, shares: [0.6, 0.2, 0.2, 0, 0], errors: 0.2 });
  });
});

describe('gatherMarks', () => {
  it('keeps the gravest finding of a column', () => {
    const finding = (severity: FindingJson['severity']): FindingJson => ({
      id: severity,
      runId: 'r',
      stepIndex: null,
      spanId: null,
      detector: 'd@1',
      category: 'c',
      severity,
      confidence: 1,
      message: '',
      evidence: [],
      fix: null,
    });
    const found = new Map([
      [10, [finding('info')]],
      [11, [finding('error'), finding('warning')]],
      [99, [finding('info')]],
    ]);
    expect([...gatherMarks(found, 100, 10)]).toEqual([
      [1, 'error'],
      [9, 'info'],
    ]);
  });
});
