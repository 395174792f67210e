import { describe, expect, it } from 'vitest';
import type { FindingJson, RunSummaryJson, SpanId, RunId } from '@tracewright/core';
import { buildRunModel } from './run-model.ts';
import type { RunOutline } from './windows/run-outline.ts';

function finding(
  id: string,
  stepIndex: number | null,
  spanId: string | null,
  confidence: number,
): FindingJson {
  const evidence =
    spanId === null ? [] : [{ spanId: spanId as SpanId, path: 'output/0', start: 0, end: 4, quote: 'said' }];
  return {
    id,
    runId: 'r',
    stepIndex,
    spanId,
    detector: 'd@1',
    category: 'c',
    severity: 'warning',
    confidence,
    message: id,
    evidence,
    fix: null,
  };
}

function summary(findings: readonly FindingJson[], onsetStep: number): RunSummaryJson {
  const run = {
    runId: 'r' as RunId,
    traceIds: [],
    agent: null,
    agentVersion: null,
    model: null,
    task: null,
    taskText: null,
    session: null,
    user: null,
    state: 'ended',
    source: { path: 'p', format: 'f' },
    outcome: { status: 'failure' },
    startTime: null,
    endTime: null,
    steps: 3,
    spans: 1,
    tokens: null,
    costUsd: null,
    findings: findings.length,
    onsetStep,
    annotations: 0,
    tools: [],
    environment: {},
  } as const;
  return { run, findings, onset: { stepIndex: onsetStep, agent: null, confidence: 0.5 }, ranked: [] };
}

describe('buildRunModel', () => {
  // Steps 1 and 2 are two tool calls of one span.
  const outline: RunOutline = {
    version: '1',
    steps: 3,
    flags: new Uint8Array([0, 8, 8]),
    parts: new Uint8Array(3),
    lines: new Uint8Array(3),
    tools: new Uint16Array([0, 1, 2]),
    toolNames: ['look', 'buy'],
    agents: new Uint16Array(3),
    agentNames: [],
    stepsOfSpans: new Map([
      ['a', 0],
      ['b', 1],
    ]),
  };
  const findings = [
    finding('weak', 2, 'b', 0.2),
    finding('strong', 2, 'b', 0.9),
    finding('bySpan', null, 'a', 0.5),
    finding('whole', null, null, 1),
  ];
  const model = buildRunModel(summary(findings, 2), outline);

  it('puts findings and their quotes on the step they are about', () => {
    expect(model.findingsByStep.get(2)?.map(({ id }) => id)).toEqual(['weak', 'strong']);
    expect(model.findingsByStep.get(0)?.map(({ id }) => id)).toEqual(['bySpan']);
    expect(model.quotesByStep.get(2)?.map(({ findingId }) => findingId)).toEqual(['weak', 'strong']);
    expect(model.quotesByStep.has(1)).toBe(false);
  });

  it('visits findings in step order, and leaves out those about the whole run', () => {
    expect(model.visitOrder.map(({ id }) => id)).toEqual(['bySpan', 'weak', 'strong']);
  });

  it('rests the onset on the first finding of its step', () => {
    expect(model.onsetFinding?.id).toBe('weak');
    expect(buildRunModel(summary(findings, 1), outline).onsetFinding).toBeUndefined();
  });
});

it('says where there is one step to choose from and nothing was found', () => {
  const ranked = [{ stepIndex: 0, score: 1 }];
  const mark: FindingJson = {
    ...finding('mark', 0, null, 1),
    annotation: { kind: 'note', author: 'ann', time: '2026-01-01T00:00:00.000Z' },
  };
  const onset = { ...finding('onset', 0, 'a', 1), category: 'onset' };
  const alone = buildRunModel({ ...summary([mark], 0), onset: null, ranked }, undefined);
  expect([alone.onset, alone.hasOnlyStep, alone.findings]).toEqual([null, true, []]);
  expect(alone.visitOrder).toEqual([mark]);
  const found = buildRunModel({ ...summary([onset, finding('a', 0, null, 1)], 0), ranked }, undefined);
  expect([found.onset?.stepIndex, found.hasOnlyStep]).toEqual([0, false]);
  const two = buildRunModel(
    { ...summary([onset], 0), ranked: [...ranked, { stepIndex: 1, score: 0 }] },
    undefined,
  );
  expect(two.onset?.stepIndex).toBe(0);
});

it('keeps what people say apart from what was found, and lets one go to it', () => {
  const by = { author: 'ann', time: '2026-01-01T00:00:00.000Z' };
  const about = { id: 'a', detector: 'test@1', category: 'test' };
  const findings: readonly FindingJson[] = [
    finding('a', 3, null, 1),
    { ...finding('mark', 1, null, 1), annotation: { kind: 'onset', ...by } },
    { ...finding('right', 3, null, 1), annotation: { kind: 'accept', ...by, about } },
    {
      ...finding('wrong', 3, null, 1),
      annotation: { kind: 'reject', ...by, time: '2026-01-02T00:00:00.000Z', about },
    },
  ];
  const model = buildRunModel(summary(findings, 3), undefined);
  expect(model.findings.map(({ id }) => id)).toEqual(['a']);
  expect(model.annotations).toHaveLength(3);
  expect([...model.marksByStep]).toEqual([[1, [findings[1]]]]);
  expect(model.findingsByStep.get(3)).toEqual([findings[0]]);
  expect(model.visitOrder.map(({ id }) => id)).toEqual(['mark', 'a']);
  expect(model.onsetFinding?.id).toBe('a');
  expect(model.verdicts.get('a')?.annotation.kind).toBe('reject');
});
