/**
 * What the features of a step read: the step, its neighbours, and what one pass over the run knows when it comes there. Linear in the
 * length of the run: nothing is compared with all that came before, only looked up in it.
 */
import type { Finding } from '@tracewright/core';
import { type JudgedStep, type RunContext } from '../../detect/context.ts';
import { codeBlocks } from '../../steps/classify-step.ts';
import { isCheckStep } from '../../steps/is-check.ts';
import { FingerprintSet } from '../../text/fingerprint-set.ts';
import { findActs, isOrchestrated, readQualifier } from '../acts.ts';
import { restatesTask } from '../restates-task.ts';
import { PlaceMemory } from './backtracking.ts';
import { PLAN } from './language-features.ts';
import { shareOfPlan, WordMemory } from './word-memory.ts';

/** How the run is told; what a feature means differs between these. */
export type RunShape = 'tools' | 'coordinated' | 'peers';

export interface StepView {
  readonly step: JudgedStep;
  readonly previous: JudgedStep | undefined;
  readonly next: JudgedStep | undefined;
  /** What it said, thought or asked for, cut to LOOKED_AT. */
  readonly text: string;
  readonly hasCode: boolean;
  readonly shape: RunShape;
  readonly steps: number;
  /** How many steps of agents came before. */
  readonly turn: number;
  readonly isAct: boolean;
  /** How many acts came before, and how many there are. */
  readonly act: number;
  readonly acts: number;
  /** How many code-bearing or tool-calling steps came before. */
  readonly runs: number;
  readonly isUncontestedLastAct: boolean;
  /** What the source notes about a message: a thought, or a request to another agent. */
  readonly qualifier: string | undefined;
  readonly restatesTask: boolean;
  /** How many steps the same agent took before. */
  readonly ownTurns: number;
  readonly repeatsOwnAction: boolean;
  /** Shares of its words, and numbers, that stood nowhere before. */
  readonly newWords: number;
  readonly newNumbers: number;
  /** Share of the words of the task that it uses. */
  readonly taskWords: number;
  /** Share of the words of its arguments that stood somewhere before; 1 without arguments. */
  readonly groundedArguments: number;
  /** Share of the words of its deed that stand in its own thought, else in the plan or the request before it; 1 without a plan. */
  readonly followsPlan: number;
  /** Of the agents' steps so far, how many changed something. */
  readonly changes: number;
  /** A check failed here after one had passed. */
  readonly isRegression: boolean;
  /** Steps since the latest failure before, and until the next one from here on. Infinite without one. */
  readonly sinceFailure: number;
  readonly untilFailure: number;
  /** No failure stood before this one. */
  readonly isFirstFailure: boolean;
  /** It failed, and nothing that ran later worked. */
  readonly isNeverMadeGood: boolean;
  /** It undoes something, or comes back to a page or file that the agent had left. */
  readonly backtracks: boolean;
  /** It says something else than what came back: passes over a failure, or claims success after one. */
  readonly contradictsResult: boolean;
  /** Greatest confidence of a finding of severity `error`, and of `warning`, about this step. */
  readonly blunder: number;
  readonly trouble: number;
}

/** Texts are looked at to this length: what a step is about stands at its beginning. */
export const LOOKED_AT = 4000;

/** Categories of findings that say that a step and a result contradict each other. */
const CONTRADICTIONS: ReadonlySet<string> = new Set(['false-success', 'ignored-result']);

/** One view a step, in order. A view is read and dropped: runs of any length are described in little memory. */
export function* viewSteps(context: RunContext, findings: readonly Finding[]): Generator<StepView> {
  const { run, steps } = context;
  const acts = findActs(context);
  const actCount = acts.reduce((sum, isAct) => sum + isAct, 0);
  const isCoordinated = isOrchestrated(steps);
  const shape = findShape(steps, isCoordinated);
  const uncontested = isCoordinated && isUncontested(context) ? acts.lastIndexOf(1) : -1;
  const untilFailure = countDown(steps);
  const lastSuccess = steps.findLastIndex(
    ({ result, failure }) => result !== undefined && failure === undefined,
  );
  const blunders = strongest(findings, 'error');
  const troubles = strongest(findings, 'warning');
  const contradictions = new Set(
    findings.flatMap(({ category, stepIndex }) => (CONTRADICTIONS.has(category) ? [stepIndex] : [])),
  );
  const memory = new WordMemory(run.taskText ?? '');
  const places = new PlaceMemory();
  const ownTurns = new Map<string, number>();
  const ownActions = new FingerprintSet();
  let plan = '';
  let [turn, act, runs, changes, passedChecks, lastFailure] = [0, 0, 0, 0, 0, -1];
  for (const [index, step] of steps.entries()) {
    const { role, agent = '', kind, action } = step.step;
    const isAgent = role === 'agent';
    const text = readText(step);
    const hasCode = codeBlocks(text).length > 0;
    const seen = memory.take(text, run.taskText);
    const isAct = acts[index] === 1;
    const failed = step.failure !== undefined;
    const view: StepView = {
      step,
      previous: steps[index - 1],
      next: steps[index + 1],
      text,
      hasCode,
      shape,
      steps: steps.length,
      turn,
      isAct,
      act,
      acts: actCount,
      runs,
      isUncontestedLastAct: index === uncontested,
      qualifier: readQualifier(step),
      restatesTask: restatesTask(step, run),
      ownTurns: ownTurns.get(agent) ?? 0,
      repeatsOwnAction: step.actionKey !== undefined && ownActions.has(step.actionKey),
      ...seen,
      groundedArguments: action.tool === undefined ? 1 : 1 - seen.newWords,
      followsPlan: isAgent ? shareOfPlan(readPlan(step) ?? plan, readDeed(step)) : 1,
      changes: turn === 0 ? 0 : changes / turn,
      isRegression: failed && passedChecks > 0 && isCheckStep(step.step),
      sinceFailure: lastFailure === -1 ? Number.POSITIVE_INFINITY : index - lastFailure,
      untilFailure: untilFailure[index] ?? Number.POSITIVE_INFINITY,
      isFirstFailure: failed && lastFailure === -1,
      isNeverMadeGood: failed && index > lastSuccess,
      backtracks: isAgent && places.take(agent, readDeed(step)),
      contradictsResult: contradictions.has(index),
      blunder: blunders.get(index) ?? 0,
      trouble: troubles.get(index) ?? 0,
    };
    yield view;
    if (step.step.observation !== undefined) memory.take(step.step.observation.text.slice(0, LOOKED_AT));
    if (!isAgent) continue;
    turn += 1;
    if (PLAN.test(text) || view.qualifier?.startsWith('->') === true) plan = text;
    if (isAct) act += 1;
    if (hasCode || action.tool !== undefined) runs += 1;
    if (kind === 'change') changes += 1;
    if (failed) lastFailure = index;
    else if (step.result !== undefined && isCheckStep(step.step)) passedChecks += 1;
    ownTurns.set(agent, view.ownTurns + 1);
    if (step.actionKey !== undefined) ownActions.add(step.actionKey);
  }
}

function findShape(steps: readonly JudgedStep[], isCoordinated: boolean): RunShape {
  if (isCoordinated) return 'coordinated';
  return steps.some(({ step }) => step.role === 'agent' && step.action.tool !== undefined)
    ? 'tools'
    : 'peers';
}

function readText({ step }: JudgedStep): string {
  const { tool, text, arguments: value } = step.action;
  const asked = tool === undefined ? '' : (text ?? JSON.stringify(value ?? null));
  const said = tool === undefined ? (text ?? '') : '';
  return [step.thought?.slice(0, LOOKED_AT), said.slice(0, LOOKED_AT), asked.slice(0, LOOKED_AT)]
    .filter((part) => part !== undefined && part !== '')
    .join('\n')
    .slice(0, LOOKED_AT);
}

/** What a call was made for, in its own words. */
function readPlan({ step }: JudgedStep): string | undefined {
  const thought = step.thought?.trim() ?? '';
  return step.action.tool === undefined || thought === '' ? undefined : thought.slice(0, LOOKED_AT);
}

/** What it did, without the thoughts: the tool and what it asks of it, or what it says. */
function readDeed({ step }: JudgedStep): string {
  const { tool, text, arguments: value } = step.action;
  const asked = text ?? (tool === undefined ? '' : JSON.stringify(value ?? null));
  return `${tool ?? ''} ${asked.slice(0, LOOKED_AT)}`;
}

/** For each step, how many steps until the next that failed, itself included. */
function countDown(steps: readonly JudgedStep[]): Float64Array {
  const until = new Float64Array(steps.length);
  let next = Number.POSITIVE_INFINITY;
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    if (steps[index]?.failure !== undefined) next = index;
    until[index] = next - index;
  }
  return until;
}

/** A coordinator that never made a new plan, in a run that ended with its answer. */
function isUncontested({ run, steps }: RunContext): boolean {
  const last = steps.at(-1);
  if (last === undefined || readQualifier(last) === undefined) return false;
  return steps.filter((step) => readQualifier(step) !== undefined && restatesTask(step, run)).length <= 1;
}

function strongest(findings: readonly Finding[], severity: Finding['severity']): Map<number, number> {
  const found = new Map<number, number>();
  for (const { stepIndex, severity: own, confidence } of findings)
    if (stepIndex !== undefined && own === severity)
      found.set(stepIndex, Math.max(confidence, found.get(stepIndex) ?? 0));
  return found;
}
