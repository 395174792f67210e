/** What is kept of a run to compare it with others: small, and without its outcome. */
import type { Diagnosis, RunId, Span } from '@tracewright/core';
import { type BlindRun, buildContext } from '../detect/context.ts';
import { judgeCapabilities } from './capabilities/capabilities.ts';
import type { Conduct, Judgement } from './capabilities/capability.ts';
import { describeFailure, type FailureShape } from './failure-shape.ts';
import { type Amount, countAmounts, listTraits } from './traits/list-traits.ts';
import type { TraitId } from './traits/trait.ts';

export interface RunProfile {
  readonly runId: RunId;
  /** Each trait with the step where it first shows. */
  readonly traits: ReadonlyMap<TraitId, number | undefined>;
  readonly amounts: Readonly<Record<Amount, number>>;
  /** By the id of the capability. */
  readonly capabilities: ReadonlyMap<string, Judgement>;
  readonly failure: FailureShape;
}

/** Linear in the run's steps and texts. */
export function profileRun(run: BlindRun, spans: readonly Span[], diagnosis: Diagnosis): RunProfile {
  const context = buildContext(run, spans);
  const conduct: Conduct = {
    context,
    findings: diagnosis.findings,
    calls: context.steps.filter(({ step }) => step.role === 'agent' && step.action.tool !== undefined),
  };
  const capabilities = judgeCapabilities(conduct);
  return {
    runId: run.runId,
    traits: listTraits(conduct, capabilities, diagnosis.onset),
    amounts: countAmounts(conduct),
    capabilities,
    failure: describeFailure(context, diagnosis, capabilities),
  };
}
