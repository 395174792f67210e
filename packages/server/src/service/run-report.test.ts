import { DIAGNOSIS_VERSION } from '@tracewright/analysis';
import type { Diagnosis, SpanStore } from '@tracewright/core';
import { openMemoryStore } from '@tracewright/store';
import { makeMessage, makeRun, makeSpan, runId, spanId, traceId } from '@tracewright/store/testing';
import { expect, it } from 'vitest';
import { makeRunReport } from './run-report.ts';

const RESULT = 'Jane Doe lives at 7 Mill Lane';
const OPTIONS = { isReadOnly: true, nowMs: 0 };

/** A mail is read; a finding quotes it. One secret came in unmasked. */
async function fill(store: SpanStore): Promise<void> {
  const base = { runId: runId(1), traceId: traceId(1) };
  const diagnosis: Diagnosis = {
    runId: runId(1),
    version: DIAGNOSIS_VERSION,
    spans: 2,
    onset: { stepIndex: 1, agent: 'Jane Doe', confidence: 0.5 },
    ranked: [{ stepIndex: 1, score: 1 }],
    findings: [
      {
        id: 'f1',
        runId: runId(1),
        stepIndex: 1,
        spanId: spanId(2),
        detector: 'test@1',
        category: 'leak',
        severity: 'error',
        confidence: 0.5,
        message: `It reads "${RESULT}".`,
        evidence: [{ spanId: spanId(2), path: 'tool/result', start: 0, end: RESULT.length, quote: RESULT }],
      },
    ],
  };
  await store.write({
    runs: [
      makeRun(
        1,
        {
          taskText: 'Write to Jane Doe.',
          agent: 'Jane Doe',
          outcome: { status: 'failure' },
        },
        { spans: 2 },
      ),
    ],
    spans: [
      makeSpan(1, { ...base, spanId: spanId(1), input: [makeMessage('My password=pa55w0rdX99, Jane Doe')] }),
      makeSpan(2, {
        ...base,
        spanId: spanId(2),
        operation: 'tool',
        tool: { name: 'read_mail', arguments: { id: 1 }, result: RESULT },
      }),
    ],
    diagnoses: [diagnosis],
  });
}

it('masks secrets once more, and counts them', async () => {
  await using store = openMemoryStore();
  await fill(store);
  const { html, masked, runId: id } = await makeRunReport(store, runId(1).slice(0, 16), {}, OPTIONS);
  expect(id).toBe(runId(1));
  expect(masked).toBe(1);
  expect(html).not.toContain('pa55w0rdX99');
  expect(html).toContain('[masked:password]');
  expect(html).toContain(`<mark>${RESULT}</mark>`);
});

it('masks what the pattern finds, in texts and findings alike', async () => {
  await using store = openMemoryStore();
  await fill(store);
  const { html } = await makeRunReport(store, runId(1), { redact: 'jane doe|mill lane' }, OPTIONS);
  expect(html).not.toMatch(/jane|mill/i);
  expect(html).toContain('<mark>[masked:redacted] lives at 7 [masked:redacted]</mark>');
  await expect(makeRunReport(store, runId(1), { redact: '(a+)+' }, OPTIONS)).rejects.toMatchObject({
    code: 'usage-invalid',
  });
});

it('hides what a rule hides also where a finding quotes it', async () => {
  await using store = openMemoryStore();
  await fill(store);
  const masking = { version: 1, fields: [{ field: 'tool.read_mail.result', action: 'mask' }] };
  const { html } = await makeRunReport(store, runId(1), { masking }, OPTIONS);
  expect(html).not.toContain('Mill Lane');
  expect(html).toContain('What this finding says is masked');
});
