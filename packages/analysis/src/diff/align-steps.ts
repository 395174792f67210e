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
 * Calls that one message makes at once are put in order of tool and arguments first: their order tells nothing. Where they stood
 * otherwise, the indexes in `aligned` do not rise within that message.
 */
export function alignSteps(stepsA: readonly Step[], stepsB: readonly Step[]): StepAlignment {
  const [a, b] = [orderParallelCalls(stepsA), orderParallelCalls(stepsB)];
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

function orderParallelCalls(steps: readonly Step[]): readonly Step[] {
  const ordered: Step[] = [];
  for (let start = 0; start < steps.length;) {
    const batch = steps[start]?.batch;
    let end = start + 1;
    while (batch !== undefined && steps[end]?.batch === batch) end += 1;
    const together = steps.slice(start, end);
    ordered.push(...(together.length === 1 ? together : together.toSorted(byAction)));
    start = end;
  }
  return ordered;
}

function byAction({ action: a }: Step, { action: b }: Step): number {
  if (a.tool === undefined || b.tool === undefined) return 0;
  const [left, right] = [a, b].map(
    (action) => `${action.tool}\u0000${canonicalJson(action.arguments ?? null)}`,
  );
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
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
