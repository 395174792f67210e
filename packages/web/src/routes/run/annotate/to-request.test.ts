import type { FindingJson, SpanId } from '@tracewright/core';
import { expect, it } from 'vitest';
import { toRequest } from './to-request.ts';

const finding: FindingJson = {
  id: 'human-1',
  runId: '1',
  stepIndex: 4,
  spanId: 's',
  detector: 'human@1',
  category: 'misread',
  severity: 'warning',
  confidence: 1,
  message: 'why',
  evidence: [{ spanId: 's' as SpanId, path: 'output/0', start: 0, end: 2, quote: 'no' }],
  fix: null,
};
const by = { author: 'ann', time: '2026-01-01T00:00:00.000Z' };

it('makes a mark of a step again, with its quote', () => {
  expect(toRequest({ ...finding, annotation: { kind: 'category', ...by } })).toEqual({
    kind: 'category',
    author: 'ann',
    note: 'why',
    step: 4,
    quote: 'no',
    category: 'misread',
  });
});

it('leaves step and quote of a verdict to the finding it is about', () => {
  const about = { id: 'f', detector: 'loop@1', category: 'loop' };
  expect(toRequest({ ...finding, annotation: { kind: 'reject', ...by, about } })).toEqual({
    kind: 'reject',
    author: 'ann',
    note: 'why',
    finding: 'f',
  });
});

it('knows no request for what a detector found', () => {
  expect(toRequest(finding)).toBeUndefined();
});
