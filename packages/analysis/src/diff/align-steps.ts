/** Two runs side by side: which steps stand in each other's place, and how those differ. */
import type { AlignedStepsJson, Step, StepDifference } from '@tracewright/core';
import { canonicalJson } from '../detect/action-key.ts';
import { alignSignatures } from './align-signatures.ts';
import { isSameContent, isSameMessage, isSameResult } from './compare-texts.ts';
import { createAgentNames, isThinkTool, SignatureBook, toContent } from './step-signatures.ts';

export interface StepAlignment {
  readonly aligned: readonly AlignedStepsJson[];
  readonly isExact: boolean;
}

/**
 * Calls that one message makes at once are put in order first, for theirs tells nothing: see `orderParallelCalls`. Where they stood
 * otherwise, the indexes in `aligned` do not rise within that message.
 */
export function alignSteps(stepsA: readonly Step[], stepsB: readonly Step[]): StepAlignment {
  const [a, b] = [orderParallelCalls(stepsA, stepsB), orderParallelCalls(stepsB, stepsA)];
  const book = new SignatureBook();
  const { ofA, ofB, isExact } = alignSignatures(book.describe(a), book.describe(b));
  const compare = createComparison(stepsA, stepsB);
  const aligned: AlignedStepsJson[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && ofA[i] === -1) {
      aligned.push({ a: left.index, b: null, difference: 'missing' });
      i += 1;
    } else if (right !== undefined && ofB[j] === -1) {
      aligned.push({ a: null, b: right.index, difference: 'extra' });
      j += 1;
    } else if (left !== undefined && right !== undefined) {
      aligned.push({ a: left.index, b: right.index, difference: compare(left, right) });
      i += 1;
      j += 1;
    }
  }
  return { aligned, isExact };
}

/** Calls made at once in the order in which the other run makes them one after the other, those that it does not by tool and arguments. */
function orderParallelCalls(steps: readonly Step[], others: readonly Step[]): readonly Step[] {
  const isAtOnce = (run: readonly Step[], at: number): boolean => {
    const batch = run[at]?.batch;
    return batch !== undefined && (run[at - 1]?.batch === batch || run[at + 1]?.batch === batch);
  };
  if (!steps.some((_, at) => isAtOnce(steps, at))) return steps;
  const placeOf = new Map<string, number>();
  for (const [at, step] of others.entries()) {
    if (step.action.tool === undefined || isAtOnce(others, at)) continue;
    const key = toCallKey(step);
    if (!placeOf.has(key)) placeOf.set(key, at);
  }
  const ordered: Step[] = [];
  for (let start = 0; start < steps.length;) {
    const batch = steps[start]?.batch;
    let end = start + 1;
    while (batch !== undefined && steps[end]?.batch === batch) end += 1;
    const together = steps
      .slice(start, end)
      .map((step) => ({ step, key: step.action.tool === undefined ? undefined : toCallKey(step) }));
    // What is said beside the calls stays where it stands.
    const hasWords = together.some(({ key }) => key === undefined);
    if (!hasWords && together.length > 1)
      together.sort(({ key: a = '' }, { key: b = '' }) => {
        const [placeA, placeB] = [placeOf.get(a) ?? others.length, placeOf.get(b) ?? others.length];
        return placeA - placeB || (a < b ? -1 : a === b ? 0 : 1);
      });
    for (const { step } of together) ordered.push(step);
    start = end;
  }
  return ordered;
}

function toCallKey({ action }: Step): string {
  return `${action.tool}\u0000${canonicalJson(action.arguments ?? null)}`;
}

/** What differs most between two steps that stand in each other's place. */
function createComparison(
  stepsA: readonly Step[],
  stepsB: readonly Step[],
): (a: Step, b: Step) => StepDifference {
  const [nameA, nameB] = [createAgentNames(stepsA), createAgentNames(stepsB)];
  return (a, b) => {
    if (nameA(a) !== nameB(b)) return 'agent';
    if (a.action.tool !== b.action.tool) return 'tool';
    const [left, right] = [toContent(a), toContent(b)];
    if (a.action.tool === undefined) {
      const isSame = a.role === 'environment' ? isSameResult : isSameMessage;
      if (!isSame(a.action.text ?? '', b.action.text ?? '')) return 'message';
    } else if (!(isThinkTool(a.action.tool) ? isSameMessage : isSameContent)(left, right)) return 'arguments';
    return compareObservations(a, b) ?? (left === right ? 'none' : 'wording');
  };
}

function compareObservations({ observation: a }: Step, { observation: b }: Step): StepDifference | undefined {
  if (a === undefined || b === undefined) return a === b ? undefined : 'result';
  if ((a.status === 'error') !== (b.status === 'error')) return 'status';
  return isSameResult(a.text, b.text) ? undefined : 'result';
}
