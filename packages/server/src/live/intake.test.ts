import { checkEvidence } from '@tracewright/analysis';
import type { Run, RunId, Span, SpanId, TraceId } from '@tracewright/core';
import { createLimiter, createMasker, type SpanDraft } from '@tracewright/importers';
import { expect, it } from 'vitest';
import { createIntake } from './intake.ts';

/** Made up, and put together here so that no file holds anything that looks like a key. */
const KEY = ['sk', 'ant', 'api03', 'aB3dE5gH7'.repeat(10)].join('-');

function makeDraft(content: string): SpanDraft {
  return {
    span: {
      // Any text is an id here.
      traceId: 't' as TraceId,
      spanId: 's' as SpanId,
      name: 'chat',
      kind: 'client',
      operation: 'model',
      status: 'ok',
      input: [{ role: 'user', parts: [{ type: 'text', content }] }],
      output: [],
      attributes: {},
      events: [],
      links: [],
    },
    facts: {},
    resource: {},
  };
}

it('leaves no half of a secret where a text is cut, and quotes what was stored', () => {
  const intake = createIntake({
    limiter: createLimiter({ messagePartCharacters: 500 }),
    masker: createMasker(),
  });
  for (let before = 380; before < 520; before += 1) {
    const { draft, toFindings } = intake.prepare(
      makeDraft(`${'x '.repeat(before / 2)}${KEY} ${'y'.repeat(600)}`),
    );
    expect(JSON.stringify(draft.span)).not.toContain(KEY.slice(0, 14));
    const stored: Span = { ...draft.span, runId: 'r' as RunId, sequence: 0 };
    const findings = toFindings(stored.runId, stored);
    expect(findings.map(({ category }) => category)).toEqual(['secret-masked', 'truncated']);
    for (const evidence of findings.flatMap((finding) => finding.evidence))
      expect(checkEvidence(stored, evidence)).toBe(true);
  }
});

it('bounds what a span says of its run, and reports what it masked and cut there', () => {
  const intake = createIntake({ limiter: createLimiter(), masker: createMasker() });
  const run: Run = {
    runId: 'r' as RunId,
    traceIds: [],
    source: { path: 'otlp', format: 'otlp' },
    outcome: { status: 'unknown' },
    taskText: `use ${KEY}`,
    tools: [{ name: 't', parameters: 'x'.repeat(20_000_000) }],
    environment: {},
  };
  const { run: prepared, findings } = intake.prepareRun(run);
  expect(prepared.taskText).toBe('use [masked:anthropic-api-key]');
  expect(JSON.stringify(prepared).length).toBeLessThan(1_100_000);
  expect(findings.map(({ category, spanId }) => [category, spanId])).toEqual([
    ['secret-masked', undefined],
    ['truncated', undefined],
  ]);
  const evaluation = { name: 'e', target: 'span' as const, explanation: 'x'.repeat(9_000_000) };
  const { draft, toFindings } = intake.prepare({ ...makeDraft(''), facts: { evaluations: [evaluation] } });
  const [finding] = toFindings(run.runId, { ...draft.span, runId: run.runId, sequence: 0 });
  expect(finding?.message.length).toBeLessThan(1_100_000);
});

it('reports a secret that only the words of an evaluation held', () => {
  const intake = createIntake({ limiter: createLimiter(), masker: createMasker() });
  const evaluation = { name: 'e', target: 'span' as const, label: 'bad', explanation: `it printed ${KEY}` };
  const { draft, toFindings } = intake.prepare({ ...makeDraft('x'), facts: { evaluations: [evaluation] } });
  const findings = toFindings('r' as RunId, { ...draft.span, runId: 'r' as RunId, sequence: 0 });
  expect(JSON.stringify(findings)).not.toContain(KEY);
  expect(findings[0]?.message).toContain('it printed [masked:anthropic-api-key]');
  expect(findings.slice(1)).toMatchObject([
    {
      category: 'secret-masked',
      spanId: 's',
      message: 'A secret was masked on the way in: anthropic-api-key, in evaluation',
    },
  ]);
});
