import type { RunId, SpanId, TraceId } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { toEvaluationFinding } from './evaluation-finding.ts';
import type { Evaluation } from './span-facts.ts';

const AT = {
  runId: 'aaaaaaaaaaaaaaaa' as RunId,
  traceId: 'a'.repeat(32) as TraceId,
  spanId: 'bbbbbbbbbbbbbbbb' as SpanId,
};
const judge = (more: Partial<Evaluation>): Evaluation => ({ name: 'quality', target: 'span', ...more });

it('quotes name, label, score, explanation and judge', () => {
  const finding = toEvaluationFinding(
    judge({ label: 'poor', score: 0.25, explanation: 'It wanders.', annotator: 'LLM' }),
    AT,
  );
  expect(finding).toMatchObject({
    runId: AT.runId,
    spanId: AT.spanId,
    detector: 'evaluation@1',
    category: 'evaluation',
    severity: 'warning',
    message: 'quality (LLM): "poor", score 0.25. It wanders.',
    evidence: [],
  });
});

describe('severity', () => {
  it.each<[Partial<Evaluation>, string]>([
    [{ label: 'incorrect' }, 'warning'],
    [{ label: 'FAILED', score: 1 }, 'warning'],
    [{ label: 'thumbs-down' }, 'warning'],
    [{ label: 'false' }, 'warning'],
    [{ label: 'not relevant' }, 'warning'],
    [{ label: 'not toxic' }, 'info'],
    [{ label: 'passed', score: 0 }, 'info'],
    [{ label: 'blue' }, 'info'],
    [{ label: 'blue', score: 0 }, 'warning'],
    [{ score: 0 }, 'warning'],
    [{ score: -1 }, 'warning'],
    [{ score: 0.3 }, 'info'],
    [{ name: 'toxicity', score: 0 }, 'info'],
    [{ name: 'Hallucination', score: 1 }, 'warning'],
    [{ explanation: 'fine' }, 'info'],
  ])('%j: %s', (evaluation, severity) => {
    expect(toEvaluationFinding(judge(evaluation), AT).severity).toBe(severity);
  });
});

it('has the same id for the same verdict on the same place, another for any other', () => {
  const base = judge({ label: 'good', score: 1 });
  const id = (evaluation: Evaluation, at: typeof AT = AT): string => toEvaluationFinding(evaluation, at).id;
  expect(id({ ...base })).toBe(id(base));
  const others = [
    id({ ...base, score: 0 }),
    id({ ...base, name: 'tone' }),
    id({ ...base, target: 'trace' }),
    id({ ...base, annotator: 'HUMAN' }),
    id(base, { ...AT, spanId: 'cccccccccccccccc' as SpanId }),
    id(base, { ...AT, traceId: 'd'.repeat(32) as TraceId }),
  ];
  expect(new Set([id(base), ...others]).size).toBe(7);
  expect(id(base, { ...AT, runId: 'dddddddddddddddd' as RunId })).toBe(id(base));
});

it('is about the whole run where the trace or session is judged; a session once, whichever span says so', () => {
  const session = judge({ target: 'session', label: 'good' });
  expect(toEvaluationFinding(session, AT)).not.toHaveProperty('spanId');
  const elsewhere = { ...AT, spanId: 'cccccccccccccccc' as SpanId };
  expect(toEvaluationFinding(session, elsewhere).id).toBe(toEvaluationFinding(session, AT).id);
});
