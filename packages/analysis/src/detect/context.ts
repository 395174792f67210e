import { readSpanText, type Run, type Span } from '@tracewright/core';
import { type LocatedStep, locateSteps, type TextPlace } from '../steps/locate-steps.ts';
import { toActionKey } from './action-key.ts';
import { type Failure, findFailure } from './failure.ts';

/** A run without its label: nothing that judges a run may see how its grader did. */
export type BlindRun = Omit<Run, 'outcome'>;

/** What came of a step: its own observation, or, in a transcript, what the environment said next. */
export interface StepResult {
  readonly text: string;
  readonly status: 'ok' | 'error' | 'unknown';
  readonly place: TextPlace | undefined;
  /** The step at which the text stands. */
  readonly stepIndex: number;
}

/** A step with what every detector asks about it. */
export interface JudgedStep extends LocatedStep {
  readonly index: number;
  /** What it says or asks; equal for equal actions of the same agent. Undefined for steps without an action. */
  readonly actionKey: string | undefined;
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
    const result = findResult(step, index, located[index + 1]);
    // Located steps are made here and seen by nobody else: they are added to, not copied, for runs can be long.
    return Object.assign(step, {
      index,
      actionKey: toActionKey(step.step),
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

function findResult(
  { step, observed }: LocatedStep,
  index: number,
  next: LocatedStep | undefined,
): StepResult | undefined {
  if (step.observation !== undefined)
    return {
      text: step.observation.text,
      status: step.observation.status,
      place: observed,
      stepIndex: index,
    };
  const [place] = next?.said ?? [];
  if (step.role !== 'agent' || next?.step.role !== 'environment' || place === undefined) return undefined;
  return { text: readSpanText(place.span, place.path) ?? '', status: 'unknown', place, stepIndex: index + 1 };
}
