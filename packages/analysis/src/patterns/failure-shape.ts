/** Where and how a run would have failed, if it did: from its likeliest onset, its findings and its errors. */
import type { Diagnosis, Finding } from '@tracewright/core';
import type { RunContext } from '../detect/context.ts';
import { classifyFinding, type FailureClass } from '../taxonomy/taxonomy.ts';
import { CAPABILITIES } from './capabilities/capabilities.ts';
import type { Judgement } from './capabilities/capability.ts';
import { errorSignature } from './traits/error-signature.ts';
import { nameStep } from './traits/list-traits.ts';

export interface FailureShape {
  readonly onsetStep: number | undefined;
  readonly failureClass: FailureClass;
  /** In words, such as `begins early` or `shows tool-error`; equal for equal facts. */
  readonly features: readonly string[];
}

/** Error signatures and findings beyond so many say nothing more about a run. */
const MAX_FEATURES = 12;

export function describeFailure(
  context: RunContext,
  { onset, findings }: Diagnosis,
  judgements: ReadonlyMap<string, Judgement>,
): FailureShape {
  const { steps } = context;
  const failureClass = classifyRun(findings, onset?.stepIndex, judgements);
  const begins = onset === null ? undefined : steps[onset.stepIndex];
  const features = new Set<string>();
  if (begins !== undefined) {
    const part = steps.length < 2 ? 0 : begins.index / (steps.length - 1);
    features.add(part < 1 / 3 ? 'begins early' : part < 2 / 3 ? 'begins midway' : 'begins late');
    features.add(`begins with ${nameStep(begins, context)}`);
    const signature = errorSignature(begins);
    if (signature !== undefined) features.add(`begins on “${signature}”`);
  }
  for (const { category, severity } of findings)
    if (category !== 'onset' && severity !== 'info') features.add(`shows ${category}`);
  for (const { id, lacking } of CAPABILITIES)
    if (judgements.get(id)?.label === 'lacking') features.add(lacking);
  for (const step of steps) {
    if (features.size >= MAX_FEATURES) break;
    const signature = step.step.role === 'agent' ? errorSignature(step) : undefined;
    if (signature !== undefined) features.add(`meets “${signature}”`);
  }
  const last = steps.findLast(({ step }) => step.role === 'agent');
  if (last !== undefined) features.add(`ends with ${nameStep(last, context)}`);
  return { onsetStep: onset?.stepIndex, failureClass, features: [...features] };
}

/** What a lack says about the kind of failure, where no finding does. */
const CLASS_OF_LACK: readonly (readonly [capability: string, failureClass: FailureClass])[] = [
  ['argument-groundedness', { agentRx: 'invention', kind: 'unsupported-claim' }],
  ['confirmation', { agentRx: 'instruction-adherence', kind: 'no-verification' }],
  ['precondition-verification', { agentRx: 'instruction-adherence', kind: 'no-verification' }],
  ['plan-adherence', { agentRx: 'instruction-adherence', kind: 'wrong-plan' }],
];
const SEVERITIES = ['error', 'warning', 'info'] as const;

/**
 * One class a run: that of its gravest finding, at the onset before elsewhere; else what a lacking capability says; else
 * that it gave up; else inconclusive.
 */
export function classifyRun(
  findings: readonly Finding[],
  onsetStep: number | undefined,
  judgements: ReadonlyMap<string, Judgement>,
): FailureClass {
  const ranked = findings
    .filter(({ category }) => category !== 'onset')
    .toSorted(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        Number(b.stepIndex === onsetStep) - Number(a.stepIndex === onsetStep) ||
        b.confidence - a.confidence,
    )
    .map((finding) => ({ severity: finding.severity, found: classifyFinding(finding) }))
    .filter(({ found }) => found.agentRx !== 'inconclusive');
  const grave = ranked.find(({ severity }) => severity !== 'info');
  const lack = CLASS_OF_LACK.find(([id]) => judgements.get(id)?.label === 'lacking');
  const slight = ranked.find(({ severity }) => severity === 'info');
  return grave?.found ?? lack?.[1] ?? slight?.found ?? { agentRx: 'inconclusive', kind: 'unknown' };
}
