import type { FindingJson, RunDetailJson, SpanId, RunId, StepJson } from '@tracewright/core';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';
import { renderRunReport } from './render-run-report.ts';
import { REPORT_STYLE, REPORT_STYLE_HASH } from './report-style.ts';
import { cutMiddle, renderText } from './report-text.ts';

function step(index: number, part: Partial<StepJson> = {}): StepJson {
  return {
    index,
    spanId: `s${index}`,
    agent: 'clerk',
    role: 'agent',
    kind: 'explore',
    thought: null,
    action: { tool: 'find_order', arguments: { order: index }, text: null },
    observation: { text: `result ${index}`, status: 'ok' },
    startTime: null,
    endTime: null,
    model: null,
    inputTokens: null,
    outputTokens: null,
    costUsd: null,
    depth: 0,
    source: null,
    ...part,
  };
}

function finding(stepIndex: number, quote: string): FindingJson {
  return {
    id: `f${stepIndex}`,
    runId: 'a1',
    stepIndex,
    spanId: `s${stepIndex}`,
    detector: 'test@1',
    category: 'loop',
    severity: 'error',
    confidence: 0.8,
    message: 'The call is repeated.',
    evidence: [
      { spanId: `s${stepIndex}` as SpanId, path: 'tool/result', start: 0, end: quote.length, quote },
    ],
    fix: 'Stop.',
  };
}

function detail(steps: readonly StepJson[], findings: readonly FindingJson[]): RunDetailJson {
  return {
    run: {
      runId: 'a1' as RunId,
      traceIds: [],
      agent: 'clerk',
      agentVersion: null,
      model: 'model-one',
      task: 'task-1',
      taskText: 'Find my order.',
      session: null,
      user: null,
      state: 'ended',
      source: { path: 'log.json', format: 'test' },
      outcome: { status: 'failure', score: 0 },
      startTime: null,
      endTime: null,
      steps: steps.length,
      spans: steps.length,
      tokens: null,
      costUsd: null,
      findings: findings.length,
      onsetStep: 1,
      annotations: 0,
      tools: [],
      environment: {},
    },
    steps,
    findings,
    onset: { stepIndex: 1, agent: 'clerk', confidence: 0.8 },
    ranked: [{ stepIndex: 1, score: 0.8 }],
  };
}

const OPTIONS = { masked: 2, writtenAt: '2026-01-01T00:00:00Z', version: '1.0.0' };

describe('a report', () => {
  it('escapes parts in texts and attributes, and shows what is hidden', () => {
    expect(html`<p title="${'"><b>'}">${"<i>&'"}${['a', html`<b>${1}</b>`]}${undefined}</p>`.html).toBe(
      '<p title="&quot;&gt;&lt;b&gt;">&lt;i&gt;&amp;&#39;a<b>1</b></p>',
    );
    expect(html`${'a\u202eb'}`.html).toBe('a⟨U+202E⟩b');
  });

  it('says outcome, onset with its quote, findings and steps, and marks the quote in its step', () => {
    const page = renderRunReport(detail([step(0), step(1), step(2)], [finding(1, 'result 1')]), OPTIONS);
    expect(page).toContain('<strong class="bad">failure</strong> (score 0)');
    expect(page).toContain('<strong>Step 1</strong>');
    expect(page).toContain('confidence 80 %');
    expect(page).toContain('<blockquote dir="auto">result 1</blockquote>');
    expect(page).toContain('<mark>result 1</mark>');
    expect(page).toContain('2 places were masked');
    expect(page.match(/<article/g)).toHaveLength(3);
    const run = detail([step(0), step(1), step(2)], [finding(1, 'result 1')]);
    const title = (status: 'failure' | 'unknown' | 'success'): string =>
      renderRunReport({ ...run, run: { ...run.run, outcome: { status } } }, OPTIONS);
    expect(title('failure')).toMatch(/<h2>Where it went wrong<\/h2>\s*<section class="onset onset-failure">/);
    expect(title('unknown')).toMatch(/<h2>Where it may have gone wrong<\/h2>\s*<section class="onset">/);
    expect(title('success')).toMatch(
      /<h2>Where to look, though it succeeded<\/h2>\s*<section class="onset">/,
    );
  });

  it('gives times to the second, and says that pictures are left out', () => {
    const day = { startTime: '2026-01-01T10:00:00.123456789Z', endTime: '2026-01-01T10:05:07.5Z' };
    const picture = { mimeType: 'image/png', sizeBytes: 3, uri: 'data:image/png;base64,AAAA' };
    const run = detail([step(0, { startTime: day.startTime, pictures: [picture] })], []);
    const render = (part: Partial<RunDetailJson['run']>): string =>
      renderRunReport({ ...run, run: { ...run.run, ...part } }, OPTIONS);
    const page = render(day);
    expect(page).toContain('<dd>2026-01-01 10:00:00 to 10:05:07 UTC</dd>');
    expect(page).toContain('<p class="label">2026-01-01 10:00:00 UTC</p>');
    expect(page).toContain('1 picture, not in this report');
    expect(page).not.toContain('AAAA');
    expect(render({ ...day, endTime: '2026-01-02T01:00:00Z' })).toContain('to 2026-01-02 01:00:00 UTC');
    expect(render({ ...day, endTime: null })).toContain('since 2026-01-01 10:00:00 UTC');
  });

  it('allows its own style only, by its hash', () => {
    const hash = createHash('sha256').update(REPORT_STYLE).digest('base64');
    expect(REPORT_STYLE_HASH).toBe(`sha256-${hash}`);
    expect(renderRunReport(detail([], []), OPTIONS)).toContain(`style-src &#39;${REPORT_STYLE_HASH}&#39;`);
  });

  it('folds long texts, opens what is quoted below the fold, and keeps both ends of a huge one', () => {
    const long = `${'line\n'.repeat(400)}the end`;
    expect(renderText('short', []).html).toBe('<pre dir="auto">short</pre>');
    expect(renderText(long, []).html).toContain('<details><summary>All of 2,007 characters, 401 lines');
    expect(renderText(long, ['the end']).html).toContain('<details open>');
    expect(renderText('x'.repeat(1_000_000), []).html.length).toBeLessThan(23_000);
    const cut = cutMiddle(`a${'x'.repeat(50)}z`, 20) ?? '';
    expect(cut.startsWith('a') && cut.endsWith('z')).toBe(true);
    expect(cut).toContain('[… 32 characters left out …]');
    expect(cutMiddle('short', 20)).toBeUndefined();
  });

  it('is bounded, however long the run: steps near findings come first, and gaps are told', () => {
    const huge = Array.from({ length: 20_000 }, (_, index) =>
      step(index, { observation: { text: `${index} ${'y'.repeat(5_000)}`, status: 'ok' } }),
    );
    const page = renderRunReport(detail(huge, [finding(9_000, '9000 yyy')]), OPTIONS);
    expect(page.length).toBeLessThan(20_000_000);
    expect(page).toContain('id="step-9000"');
    expect(page).toContain('id="step-19999"');
    expect(page).toContain('are left out.');
    expect(page.match(/<article/g)?.length).toBeLessThanOrEqual(2_000);
  });
});
