import {
  type AlignedStepsJson,
  type DivergenceJson,
  type DivergenceType,
  isMaterialDifference,
  type Step,
  type StepDifference,
} from '@tracewright/core';

/** Whether a difference is one in what is done, not only in what came back. */
export function isStructural(difference: StepDifference): boolean {
  return isMaterialDifference(difference) && difference !== 'result' && difference !== 'status';
}

const TYPE: Readonly<Record<Exclude<StepDifference, 'none' | 'wording'>, DivergenceType>> = {
  result: 'different_result',
  status: 'tool_success_failure_change',
  arguments: 'different_action',
  message: 'different_action',
  tool: 'different_tool',
  agent: 'different_agent_routed',
  missing: 'event_missing_in_b',
  extra: 'event_missing_in_a',
};

/** The first place at which the runs differ in substance. */
export function findFirstDivergence(
  aligned: readonly AlignedStepsJson[],
  a: readonly Step[],
  b: readonly Step[],
): DivergenceJson | undefined {
  let [atA, atB] = [0, 0];
  for (const [alignedIndex, pair] of aligned.entries()) {
    if (pair.difference !== 'none' && pair.difference !== 'wording') {
      const [stepA, stepB] = [pair.a ?? Math.min(atA, a.length - 1), pair.b ?? Math.min(atB, b.length - 1)];
      return {
        a: Math.max(0, stepA),
        b: Math.max(0, stepB),
        type: isReplaced(aligned, alignedIndex) ? replacedType(a[stepA], b[stepB]) : TYPE[pair.difference],
        difference: pair.difference,
        position: a.length === 0 ? 0 : stepA / a.length,
        alignedIndex,
      };
    }
    if (pair.a !== null) atA = Math.max(atA, pair.a + 1);
    if (pair.b !== null) atB = Math.max(atB, pair.b + 1);
  }
  return undefined;
}

/** Steps too different to be paired stand one after the other: left out on one side, added on the other. */
function isReplaced(aligned: readonly AlignedStepsJson[], from: number): boolean {
  const sides = new Set<StepDifference>();
  for (let index = from; index < aligned.length; index++) {
    const difference = aligned[index]?.difference ?? 'none';
    if (difference !== 'missing' && difference !== 'extra') break;
    sides.add(difference);
  }
  return sides.size === 2;
}

/** `different_operation` where one run speaks and the other calls a tool, or somebody else speaks. */
function replacedType(a: Step | undefined, b: Step | undefined): DivergenceType {
  const isCallA = a?.action.tool !== undefined;
  const isCallB = b?.action.tool !== undefined;
  if (isCallA !== isCallB || a?.role !== b?.role) return 'different_operation';
  return isCallA ? 'different_tool' : 'different_action';
}
