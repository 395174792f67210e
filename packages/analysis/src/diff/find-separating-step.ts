/**
 * Where a passing and a failing run of one task were decided, as far as two runs can tell: the first change of the world that
 * only the failing run makes, or that only the passing run makes at the place where it is missing; else where they part.
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
  return { passStep: divergence.a, failStep: divergence.b, kind: 'first-divergence' };
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
