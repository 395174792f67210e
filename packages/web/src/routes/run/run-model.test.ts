import { describe, expect, it } from 'vitest';
import type { FindingJson, RunDetailJson, SpanId, RunId, StepJson } from '@tracewright/core';
import { buildRunModel, parseStepHash } from './run-model.ts';

function step(index: number, spanId: string): StepJson {
  return {
    index,
    spanId,
    agent: null,
    role: 'agent',
    kind: 'explore',
    thought: null,
    action: { tool: null, arguments: null, text: 'said' },
    observation: null,
    startTime: null,
    endTime: null,
    model: null,
    inputTokens: null,
    outputTokens: null,
    costUsd: null,
    depth: 0,
    source: null,
  };
}

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

function detail(
  steps: readonly StepJson[],
  findings: readonly FindingJson[],
  onsetStep: number,
): RunDetailJson {
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
    steps: steps.length,
    spans: 1,
    tokens: null,
    costUsd: null,
    findings: findings.length,
    onsetStep,
    tools: [],
    environment: {},
  } as const;
  return { run, steps, findings, onset: { stepIndex: onsetStep, agent: null, confidence: 0.5 }, ranked: [] };
}

describe('buildRunModel', () => {
  // Steps 1 and 2 are two tool calls of one span.
  const steps = [step(0, 'a'), step(1, 'b'), step(2, 'b')];
  const findings = [
    finding('weak', 2, 'b', 0.2),
    finding('strong', 2, 'b', 0.9),
    finding('bySpan', null, 'a', 0.5),
    finding('whole', null, null, 1),
  ];
  const model = buildRunModel(detail(steps, findings, 2));

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
    expect(buildRunModel(detail(steps, findings, 1)).onsetFinding).toBeUndefined();
  });
});

describe('parseStepHash', () => {
  it('reads a step of the run and nothing else', () => {
    expect(parseStepHash('#step-12', 13)).toBe(12);
    expect(['#step-13', '#step-', '#step--1', '#step-1x', ''].map((hash) => parseStepHash(hash, 13))).toEqual(
      [undefined, undefined, undefined, undefined, undefined],
    );
  });
});
