import type { RunId, Span, SpanId, TraceId } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSpanForest } from './span-forest.ts';

interface Sketch {
  readonly id: string;
  readonly parent?: string;
  readonly start?: number;
  readonly end?: number;
  readonly sequence?: number;
  readonly operation?: Span['operation'];
}

function makeSpan({ id, parent, start, end, sequence = start ?? 0, operation = 'other' }: Sketch): Span {
  return {
    traceId: 't' as TraceId,
    spanId: id as SpanId,
    ...(parent === undefined ? {} : { parentSpanId: parent as SpanId }),
    runId: 'r' as RunId,
    sequence,
    name: id,
    kind: 'internal',
    operation,
    status: 'unset',
    ...(start === undefined ? {} : { startTime: BigInt(start) }),
    ...(end === undefined ? {} : { endTime: BigInt(end) }),
    input: [],
    output: [],
    attributes: {},
    events: [],
    links: [],
  };
}

function order(sketches: readonly Sketch[]): string {
  return buildSpanForest(sketches.map(makeSpan))
    .spans.map(({ spanId }) => spanId)
    .join(' ');
}

describe('the order of spans', () => {
  it('goes by start time, ties by sequence', () => {
    expect(
      order([
        { id: 'c', start: 5, sequence: 1 },
        { id: 'b', start: 3, sequence: 9 },
        { id: 'a', start: 3, sequence: 2 },
      ]),
    ).toBe('a b c');
  });

  it.each([
    ['quick', 'slow'],
    ['slow', 'quick'],
  ])('puts what ended first first where a clock tells one start for both: %s given before %s', (...given) => {
    const ends: Readonly<Record<string, number>> = { quick: 5, slow: 9 };
    const siblings = given.map((id): Sketch => ({ id, parent: 'root', start: 5, end: ends[id] ?? 0 }));
    expect(order([...siblings, { id: 'root', start: 5, end: 10 }])).toBe('root quick slow');
  });

  it('puts a span whose clock runs behind after the one that called it, and keeps the order its own clock tells', () => {
    expect(
      order([
        { id: 'remote', parent: 'call', start: -500 },
        { id: 'inner', parent: 'remote', start: -490 },
        { id: 'last', parent: 'remote', start: -480 },
        { id: 'root', start: 0 },
        { id: 'call', parent: 'root', start: 10 },
        { id: 'next', parent: 'root', start: 20 },
      ]),
    ).toBe('root call remote inner last next');
  });

  it('counts each clock that runs behind another', () => {
    expect(
      order([
        { id: 'third', parent: 'second', start: -900 },
        { id: 'second', parent: 'first', start: -500 },
        { id: 'first', start: 0 },
      ]),
    ).toBe('first second third');
  });

  it('puts a parent first when clocks are too coarse to tell, whichever was recorded first', () => {
    expect(
      order([
        { id: 'child', parent: 'root', start: 7, sequence: 0 },
        { id: 'grandchild', parent: 'child', start: 7, sequence: 0 },
        { id: 'root', start: 7, sequence: 3 },
      ]),
    ).toBe('root child grandchild');
  });

  it('puts an undated agent before what was recorded after it, and falls back to sequence for an undated step', () => {
    expect(
      order([
        { id: 'agent', sequence: 1, operation: 'agent' },
        { id: 'work', parent: 'agent', start: 4, sequence: 2 },
        { id: 'before', start: 2, sequence: 0 },
      ]),
    ).toBe('before agent work');
    expect(
      order([
        { id: 'late', start: 1, sequence: 2 },
        { id: 'undated', sequence: 1, operation: 'tool' },
      ]),
    ).toBe('undated late');
  });

  it('never puts a span before its parent, whatever the clocks say, and keeps every span of a cycle', () => {
    const sketch = fc.record({
      above: fc.integer({ min: -1, max: 11 }),
      start: fc.integer({ min: -4, max: 4 }),
      sequence: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 12 }), fc.boolean(), (drawn, mayCycle) => {
        const spans = drawn.map(({ above, start, sequence }, index) =>
          makeSpan({
            id: String(index),
            start,
            sequence,
            // Parents of smaller number make no cycle.
            ...(above === -1 || (!mayCycle && above >= index) ? {} : { parent: String(above) }),
          }),
        );
        const ordered = buildSpanForest(spans).spans;
        if (new Set(ordered).size !== spans.length) return false;
        const place = new Map(ordered.map(({ spanId }, index) => [spanId, index]));
        return (
          mayCycle ||
          ordered.every(
            ({ parentSpanId }, index) =>
              parentSpanId === undefined || (place.get(parentSpanId) ?? -1) < index,
          )
        );
      }),
      { seed: 31, numRuns: 500 },
    );
  });
});
