import { checkEvidence } from '@tracewright/analysis';
import type { RunId, Span, SpanId, TraceId } from '@tracewright/core';
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
