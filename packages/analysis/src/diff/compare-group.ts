/**
 * Where passing and failing attempts at one task separate: the attempts are put in common columns (`alignGroup`), and each
 * action that some of them take in a column, or leave out, is asked whether it goes with failing (Fisher's exact test).
 * Actions taken by the same attempts are one question. What no outcome could have shown is not asked (Tarone), the rest is
 * corrected by Holm. The outcome is used on purpose: this describes a group, it predicts nothing.
 */
import type { BranchJson, GroupComparisonJson, Outcome, SeparationJson, Step } from '@tracewright/core';
import { adjustHolm, findTestable, fisherExact } from '@tracewright/numeric';
import { alignGroup, type GroupAlignment } from './align-group.ts';
import { isThinkTool, toContent } from './step-signatures.ts';

/** Chance of any false claim in a group. */
const LEVEL = 0.05;
/** Branches told, earliest first. */
const MAX_BRANCHES = 50;
const TEXT_LENGTH = 300;

export interface GroupMember {
  readonly runId: string;
  readonly outcome: Outcome;
  readonly steps: readonly Step[];
}

interface Variant {
  readonly tool: string | null;
  /** Arguments; null where the variant is any use of the tool, or a message. */
  readonly text: string | null;
  /** Indexes of the runs that take it here. */
  readonly runs: readonly number[];
  readonly example: { readonly run: number; readonly step: number };
}

/** A variant and the column it stands in. */
interface Question extends Variant {
  readonly column: number;
}

export function compareGroup(members: readonly GroupMember[]): Omit<GroupComparisonJson, 'runs'> {
  const alignment = alignGroup(members.map(({ steps }) => steps));
  const isFailed = members.map(({ outcome }) => outcome.status === 'failure');
  const isPassed = members.map(({ outcome }) => outcome.status === 'success');
  const passed = isPassed.filter(Boolean).length;
  const failed = isFailed.filter(Boolean).length;

  const byColumn = alignment.columns.map((_, column) => listVariants(members, alignment, column));
  const questions = mergeEqual(
    byColumn.flatMap((variants, column) => variants.map((variant) => ({ ...variant, column }))),
    members.length,
  );
  const tests = questions.map(({ runs }) => {
    const failedWith = runs.filter((run) => isFailed[run]).length;
    const passedWith = runs.filter((run) => isPassed[run]).length;
    return fisherExact({
      casesWith: failedWith,
      casesWithout: failed - failedWith,
      controlsWith: passedWith,
      controlsWithout: passed - passedWith,
    });
  });
  const testable = findTestable(
    tests.map(({ smallestP }) => smallestP),
    LEVEL,
  );
  const adjusted = adjustHolm(testable.map((index) => ({ p: tests[index]?.p ?? 1 })));
  const adjustedOf = new Map(testable.map((index, at) => [index, adjusted[at] ?? 1]));
  const describe = (index: number): SeparationJson | undefined => {
    const question = questions[index];
    if (question === undefined) return undefined;
    const { column, tool, text, runs, example } = question;
    const failedWith = runs.filter((run) => isFailed[run]).length;
    const passedWith = runs.filter((run) => isPassed[run]).length;
    return {
      column,
      tool,
      text,
      example: toPlace(members, example),
      failedWith,
      failedWithout: failed - failedWith,
      passedWith,
      passedWithout: passed - passedWith,
      // Attempts of unknown outcome take it, too, and count for neither side.
      difference:
        rate(failedWith, failedWith + passedWith) -
        rate(failed - failedWith, passed + failed - failedWith - passedWith),
      p: tests[index]?.p ?? 1,
      adjustedP: adjustedOf.get(index) ?? null,
    };
  };
  // Of equals a call tells more than that something was said, and an earlier one more than a later one.
  const rank = (index: number): readonly number[] => {
    const question = questions[index];
    return [tests[index]?.p ?? 1, question?.tool === null ? 1 : 0, question?.column ?? 0];
  };
  const order = questions.map((_, index) => index).toSorted((a, b) => compareRanks(rank(a), rank(b)));
  const best = passed > 0 && failed > 0 ? order[0] : undefined;
  return {
    passed,
    failed,
    unknown: members.length - passed - failed,
    columns: alignment.columns.map((column) => [...column].map((step) => (step === -1 ? null : step))),
    separation: best === undefined ? null : (describe(best) ?? null),
    asked: testable.length,
    smallestP: smallestP(passed, failed),
    level: LEVEL,
    branches: listBranches(members, byColumn, isPassed, isFailed).slice(0, MAX_BRANCHES),
  };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** The p of a perfect split: no difference in this group can give a smaller one. */
function smallestP(passed: number, failed: number): number | null {
  if (passed === 0 || failed === 0) return null;
  return fisherExact({ casesWith: failed, casesWithout: 0, controlsWith: 0, controlsWithout: passed }).p;
}

function rate(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** What the attempts do in a column, when they are the agent's own acts: each tool or message, and each call with its arguments. */
function listVariants(
  members: readonly GroupMember[],
  { columns, signatures }: GroupAlignment,
  column: number,
): Variant[] {
  const runsOf = new Map<
    string,
    { tool: string | null; text: string | null; runs: number[]; step: number }
  >();
  const note = (key: string, tool: string | null, text: string | null, run: number, step: number): void => {
    const known = runsOf.get(key);
    if (known === undefined) runsOf.set(key, { tool, text, runs: [run], step });
    else known.runs.push(run);
  };
  for (const [run, step] of (columns[column] ?? []).entries()) {
    const own = members[run]?.steps[step];
    if (own === undefined || own.role !== 'agent') continue;
    const tool = own.action.tool ?? null;
    note(`tool ${signatures[run]?.tool[step]}`, tool, null, run, step);
    // Messages and thoughts are never worded twice alike: only that there is one counts.
    if (tool !== null && !isThinkTool(tool))
      note(`call ${signatures[run]?.action[step]}`, tool, toContent(own).slice(0, TEXT_LENGTH), run, step);
  }
  return [...runsOf.values()].map(({ tool, text, runs, step }) => ({
    tool,
    text,
    runs,
    example: { run: runs[0] ?? 0, step },
  }));
}

/** One question for each set of runs, at its earliest call, with arguments where they are what tells; never all or none. */
function mergeEqual(questions: readonly Question[], members: number): Question[] {
  const kept = new Map<string, Question>();
  for (const question of questions) {
    if (question.runs.length === 0 || question.runs.length === members) continue;
    const key = question.runs.join(' ');
    const known = kept.get(key);
    const isBetter =
      known === undefined ||
      (known.tool === null && question.tool !== null) ||
      (known.column === question.column && known.text === null);
    if (isBetter) kept.set(key, question);
  }
  return [...kept.values()];
}

/** Columns in which the attempts part: not all do the same, and at least two do something in it. */
function listBranches(
  members: readonly GroupMember[],
  byColumn: readonly (readonly Variant[])[],
  isPassed: readonly boolean[],
  isFailed: readonly boolean[],
): BranchJson[] {
  return byColumn.flatMap((variants, column): BranchJson[] => {
    const calls = variants.filter(({ tool, text }) => tool === null || isThinkTool(tool) || text !== null);
    const acting = new Set(calls.flatMap(({ runs }) => runs));
    const isShared = acting.size >= 2;
    if (!isShared || (calls.length === 1 && acting.size === members.length)) return [];
    const absent = members.flatMap((_, run) => (acting.has(run) ? [] : [run]));
    const count = (runs: readonly number[]): { readonly passed: number; readonly failed: number } => ({
      passed: runs.filter((run) => isPassed[run]).length,
      failed: runs.filter((run) => isFailed[run]).length,
    });
    return [
      {
        column,
        variants: calls
          .toSorted((a, b) => b.runs.length - a.runs.length)
          .map(({ tool, text, runs, example }) => ({
            tool,
            text,
            ...count(runs),
            example: toPlace(members, example),
          })),
        absent: count(absent),
      },
    ];
  });
}

function toPlace(
  members: readonly GroupMember[],
  { run, step }: Variant['example'],
): SeparationJson['example'] {
  return { runId: members[run]?.runId ?? '', stepIndex: step };
}
