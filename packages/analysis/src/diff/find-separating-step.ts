/**
 * Where a passing and a failing run of one task were decided, as far as two runs can tell: by the first change of the world that
 * only the failing run makes, or that only the passing run makes at the place where it is missing; else where they part. An agent
 * that talks to a person proposes a change before it makes it: then that was decided when it last spoke and was answered.
 */
import type { AlignedStepsJson, DivergenceJson, SeparatingStepJson, Step } from '@tracewright/core';
import { toActionKey } from '../detect/action-key.ts';
import { isStructural } from './find-divergence.ts';

/** @param aligned of the passing run (a) with the failing one (b) */
export function findSeparatingStep(
  aligned: readonly AlignedStepsJson[],
  pass: readonly Step[],
  fail: readonly Step[],
  divergence: DivergenceJson | undefined,
): SeparatingStepJson | undefined {
  if (divergence === undefined) return undefined;
  const change = findChange(aligned, pass, fail);
  if (change === undefined)
    return { passStep: divergence.a, failStep: divergence.b, changeStep: null, kind: 'first-divergence' };
  const changeStep = change.failStep;
  const pairs = new Map(aligned.map((pair) => [pair.b, pair]));
  // What both say word by word decided nothing.
  const failStep = findProposal(
    fail,
    changeStep,
    divergence.b,
    (index) => pairs.get(index)?.difference === 'none',
  );
  if (failStep === undefined) return { ...change, changeStep };
  const passStep = pairs.get(failStep)?.a ?? null;
  return { passStep, failStep, changeStep, kind: change.kind };
}

function findChange(
  aligned: readonly AlignedStepsJson[],
  pass: readonly Step[],
  fail: readonly Step[],
): Omit<SeparatingStepJson, 'changeStep'> | undefined {
  const [keysPass, keysFail] = [changeKeys(pass), changeKeys(fail)];
  let atFail = 0;
  for (const { a, b, difference } of aligned) {
    if (isStructural(difference)) {
      const [own, other] = [b === null ? undefined : fail[b], a === null ? undefined : pass[a]];
      const isOnlyInFail = own !== undefined && isChange(own) && !keysPass.has(keyOf(own));
      if (isOnlyInFail && b !== null) return { passStep: a, failStep: b, kind: 'wrong-action' };
      const isOnlyInPass = other !== undefined && isChange(other) && !keysFail.has(keyOf(other));
      if (isOnlyInPass)
        return { passStep: a, failStep: clamp(b ?? atFail, fail.length), kind: 'missing-action' };
    }
    if (b !== null) atFail = Math.max(atFail, b + 1);
  }
  return undefined;
}

/** The last message of the agent before the change that a person answered, no earlier than where the runs part. */
function findProposal(
  steps: readonly Step[],
  changeStep: number,
  parting: number,
  isSaidByBoth: (index: number) => boolean,
): number | undefined {
  for (let index = changeStep - 1; index >= parting; index -= 1) {
    const [step, answer] = [steps[index], steps[index + 1]];
    if (
      step?.role === 'agent' &&
      step.action.tool === undefined &&
      answer?.role === 'user' &&
      !isSaidByBoth(index)
    )
      return index;
  }
  return undefined;
}

function isChange({ role, kind, action }: Step): boolean {
  return role === 'agent' && kind === 'change' && action.tool !== undefined;
}

function changeKeys(steps: readonly Step[]): ReadonlySet<string> {
  return new Set(steps.filter(isChange).map(keyOf));
}

/** Without the agent: in another run it may have another name. */
function keyOf(step: Step): string {
  const { agent: _agent, ...rest } = step;
  return toActionKey(rest) ?? '';
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}
