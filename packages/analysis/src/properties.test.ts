/** What holds for any spans: every operation, broken parents, cycles, reused ids, odd roles. */
import fc from 'fast-check';
import { readSpanText, type Span, type SpanOperation } from '@tracewright/core';
import { expect, it } from 'vitest';
import { diagnose } from './onset/diagnose.ts';
import { MAX_RANKED } from './onset/ranking.ts';
import { countStats } from './steps/count-stats.ts';
import { locateSteps } from './steps/locate-steps.ts';
import { answer, call, makeRun, makeSpan, say } from './testing/spans.ts';
import { checkEvidence } from './text/quote.ts';
import { buildSpanTree } from './tree/span-tree.ts';
import { buildStepTree } from './tree/step-tree.ts';

const OPERATIONS: readonly SpanOperation[] = ['agent', 'model', 'tool', 'turn', 'retrieval', 'other'];
const part = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc
    .record({ name: fc.constantFrom('f', 'g'), id: fc.constantFrom(undefined, 'a', 'b') })
    .map(({ name, id }) => call(name, { q: 1 }, id)),
  fc.constantFrom(undefined, 'a', 'b').map((id) => answer('r', id)),
);
const message = fc
  .tuple(fc.constantFrom('user', 'assistant', 'tool', 'system', 'critic'), fc.array(part, { maxLength: 3 }))
  .map(([role, parts]) => say(role, ...parts));
const anySpans: fc.Arbitrary<Span[]> = fc
  .array(
    fc.record({
      operation: fc.constantFrom(...OPERATIONS),
      parent: fc.nat(8),
      start: fc.option(fc.nat(5), { nil: undefined }),
      sequence: fc.nat(5),
      input: fc.array(message, { maxLength: 3 }),
      output: fc.array(message, { maxLength: 2 }),
      callId: fc.constantFrom(undefined, 'a', 'b'),
    }),
    { maxLength: 9 },
  )
  .map((inits) =>
    inits.map(({ operation, parent, start, callId, ...rest }, index) => {
      const called = { name: 'f', arguments: {}, result: 'r', ...(callId === undefined ? {} : { callId }) };
      return makeSpan(`s${index}`, operation, {
        ...rest,
        parent: `s${parent}`,
        ...(start === undefined ? {} : { start }),
        ...(operation === 'tool' ? { tool: called } : {}),
      });
    }),
  );

it('numbers steps contiguously and finds every text where it is said to stand', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const located = locateSteps(spans);
      expect(located.map(({ step }) => step.index)).toEqual([...located.keys()]);
      const places = located.flatMap(({ said, asked, observed }) =>
        [...said, asked, observed].filter((place) => place !== undefined),
      );
      expect(places.filter(({ span, path }) => readSpanText(span, path) === undefined)).toEqual([]);
      const results = located.filter(({ observed }) => observed !== undefined);
      expect(results.map(({ observed }) => observed && readSpanText(observed.span, observed.path))).toEqual(
        results.map(({ step }) => step.observation?.text),
      );
    }),
    { numRuns: 300 },
  );
});

it('counts as many steps as it finds', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      expect(countStats(spans).steps).toBe(locateSteps(spans).length);
    }),
    { numRuns: 1000 },
  );
});

it('does not depend on the order the spans are given in', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const numbered = spans.map((span, sequence) => ({ ...span, sequence }));
      expect(locateSteps(numbered.toReversed())).toEqual(locateSteps(numbered));
    }),
  );
});

it('puts every span into the tree once, and every step', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const steps = locateSteps(spans).map(({ step }) => step);
      expect(JSON.stringify(buildSpanTree(spans, steps)).match(/"spanId"/g) ?? []).toHaveLength(spans.length);
      expect(buildStepTree(steps).map(({ index }) => index)).toEqual([...steps.keys()]);
    }),
  );
});

it('diagnoses the same way again, ranks agent steps with scores that sum to 1, and quotes exactly', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const diagnosis = diagnose(makeRun(), spans);
      expect(diagnose(makeRun(), spans)).toEqual(diagnosis);
      const { ranked, findings, onset } = diagnosis;
      const scores = ranked.map(({ score }) => score);
      expect(ranked.length).toBeLessThanOrEqual(MAX_RANKED);
      expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(ranked.length === 0 ? 0 : 1, 9);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      // One step alone, of which nothing is found, is no place where a run went wrong.
      const isAlone = ranked.length === 1 && findings.length === 0;
      expect(onset?.stepIndex).toBe(isAlone ? undefined : ranked[0]?.stepIndex);
      expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
      const quotes = findings.flatMap(({ evidence }) => evidence);
      expect(quotes.filter((item) => !spans.some((span) => checkEvidence(span, item)))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
