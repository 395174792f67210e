/** How a run went beside another, whatever came of it: counts of what differs, and one word for it. */
import type { AlignedStepsJson, SegmentJson, Step, StructureJson, StructureKind } from '@tracewright/core';
import { toActionKey } from '../detect/action-key.ts';
import { isStructural } from './find-divergence.ts';

/** The same action so many times more often than in the other run is a loop. */
export const LOOP_REPETITIONS = 3;
/** A run longer by this share of the other is extended, one shorter by it is cut short; by two steps at the least. */
export const LENGTH_SHARE = 0.2;
const LENGTH_STEPS = 2;

export function describeStructure(
  aligned: readonly AlignedStepsJson[],
  segments: readonly SegmentJson[],
  a: readonly Step[],
  b: readonly Step[],
): StructureJson {
  const counts = { substitutions: 0, deletions: 0, insertions: 0 };
  let [introduced, avoided, added, removed] = [0, 0, 0, 0];
  for (const pair of aligned) {
    const [stepA, stepB] = [at(a, pair.a), at(b, pair.b)];
    if (pair.difference === 'missing') counts.deletions += 1;
    else if (pair.difference === 'extra') counts.insertions += 1;
    else if (isStructural(pair.difference)) counts.substitutions += 1;
    if (isFailed(stepB) && !isFailed(stepA)) introduced += 1;
    if (isFailed(stepA) && !isFailed(stepB)) avoided += 1;
    if (pair.difference === 'extra' && stepB?.action.tool !== undefined) added += 1;
    if (pair.difference === 'missing' && stepA?.action.tool !== undefined) removed += 1;
  }
  const repetitionsAdded = mostRepeated(b) - mostRepeated(a);
  const edits = counts.substitutions + counts.deletions + counts.insertions;
  return {
    kind: edits === 0 ? 'none' : nameStructure(a, b, repetitionsAdded),
    ...counts,
    editDistance: edits / Math.max(1, a.length, b.length, edits),
    reroutes: segments.filter(({ kind }) => kind === 'rerouted').length,
    toolCallsAdded: added,
    toolCallsRemoved: removed,
    toolFailuresIntroduced: introduced,
    toolFailuresAvoided: avoided,
    repetitionsAdded,
  };
}

/** A loop first, then the length, then a new way. A run that is cut short and says nothing at its end terminated early. */
function nameStructure(a: readonly Step[], b: readonly Step[], repetitionsAdded: number): StructureKind {
  if (repetitionsAdded >= LOOP_REPETITIONS) return 'loop';
  const least = Math.max(LENGTH_STEPS, LENGTH_SHARE * a.length);
  if (b.length - a.length >= least) return 'extended';
  if (a.length - b.length >= least)
    return findAnswer(b) === undefined && findAnswer(a) !== undefined ? 'early-termination' : 'cut-short';
  return 'rerouted';
}

/** Tools by which an agent hands in its answer. */
const SUBMIT_TOOL =
  /^(?:submit|finish|final_?answer|answer|done|complete(?:_task)?|task_complete|attempt_completion)$/i;

/** What the agent says or submits last, if its last step of all is that. */
export function findAnswer(steps: readonly Step[]): string | undefined {
  const last = steps.findLast(({ role }) => role === 'agent');
  if (last === undefined) return undefined;
  const { tool, text, arguments: given } = last.action;
  if (tool !== undefined && !SUBMIT_TOOL.test(tool)) return undefined;
  const answer = tool === undefined ? text : (text ?? JSON.stringify(given ?? null));
  return answer === undefined || answer.trim() === '' ? undefined : answer;
}

function at(steps: readonly Step[], index: number | null): Step | undefined {
  return index === null ? undefined : steps[index];
}

function isFailed(step: Step | undefined): boolean {
  return step?.observation?.status === 'error';
}

function mostRepeated(steps: readonly Step[]): number {
  const counts = new Map<string, number>();
  let most = 0;
  for (const step of steps) {
    const key = step.action.tool === undefined ? undefined : toActionKey(step);
    if (key === undefined) continue;
    const times = (counts.get(key) ?? 0) + 1;
    counts.set(key, times);
    most = Math.max(most, times);
  }
  return most;
}
