import { readSpanText, type Run, type Span } from '@tracewright/core';
import { type LocatedStep, locateSteps, type TextPlace } from '../steps/locate-steps.ts';
import { fingerprint } from '../text/hash-text.ts';
import { toActionKey } from './action-key.ts';
import { type Failure, findFailure } from './failure.ts';

/** A run without its label: nothing that judges a run may see how its grader did. */
export type BlindRun = Omit<Run, 'outcome'>;

/** What came of a step: its own observation, or, in a transcript, what the environment said next. */
export interface StepResult {
  readonly text: string;
  readonly status: 'ok' | 'error' | 'unknown';
  /** Where the environment said it; a step's own observation stands where `observed` says. */
  readonly place?: TextPlace;
}

/** A step with what every detector asks about it. */
export interface JudgedStep extends LocatedStep {
  /** Fingerprint of what it says or asks; equal for equal actions of the same agent. Undefined for steps without an action. */
  readonly actionKey: number | undefined;
  readonly result: StepResult | undefined;
  /** The sign of failure in the result, if it shows one. */
  readonly failure: Failure | undefined;
}

/** What detectors and the ranking see of a run. */
export interface RunContext {
  readonly run: BlindRun;
  readonly steps: readonly JudgedStep[];
}

export function buildContext(run: BlindRun, spans: readonly Span[]): RunContext {
  const located = locateSteps(spans);
  const steps = located.map((step, index): JudgedStep => {
    const result = findResult(step, located[index + 1]);
    const action = toActionKey(step.step);
    // Located steps are made here and seen by nobody else: they are added to, not copied, for runs can be long.
    return Object.assign(step, {
      // The key would be as long as the action; keys of all steps are kept.
      actionKey: action === undefined ? undefined : fingerprint(action),
      result,
      failure: result === undefined ? undefined : findFailure(step.step, result),
    });
  });
  return { run: withoutOutcome(run), steps };
}

/** Drops the label at run time too, so that nothing downstream can reach it by a cast. */
function withoutOutcome(run: BlindRun): BlindRun {
  const {
    outcome: _,
    recordedOutcome: __,
    ...blind
  } = run as BlindRun & {
    outcome?: unknown;
    recordedOutcome?: unknown;
  };
  return blind;
}

function findResult({ step }: LocatedStep, next: LocatedStep | undefined): StepResult | undefined {
  if (step.observation !== undefined) return step.observation;
  const [place] = next?.said ?? [];
  if (step.role !== 'agent' || next?.step.role !== 'environment' || place === undefined) return undefined;
  return { text: readSpanText(place.span, place.path) ?? '', status: 'unknown', place };
}
