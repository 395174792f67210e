/**
 * First failure of AgentRx's labelled runs, step and category: `npm run bench -- agentrx`.
 *
 * Distances are counted in messages of the source, as the labels count them: a step covers the message that says it and the one that
 * holds its result. Labels whose step is a person's are missed by every ranking and count as wrong. Same protocol as `who-and-when`.
 */
import {
  AGENTRX_CATEGORIES,
  FIRST_ACT,
  nameFailure,
  type RankedStep,
  rankSteps,
} from '@tracewright/analysis';
import { type OnsetCase, readAgentRxMagentic, readAgentRxRetail, readWhoAndWhen } from './onset/cases.ts';
import { LEARNT, LEARNT_OR_RULE } from './onset/learners.ts';
import { crossValidate, OUTER_FOLDS, planFolds, SEED } from './onset/nested-cv.ts';
import { beforeFirstError, mostFrequent, printReliability, printRow, toRanker } from './who-and-when.ts';

const DISTANCES = [0, 1, 3, 5] as const;
type Guess = (item: OnsetCase) => number | undefined;

export async function run(): Promise<void> {
  const [retail, magentic] = [await readAgentRxRetail(), await readAgentRxMagentic()];
  const cases = [...(await readWhoAndWhen()), ...magentic, ...retail];
  const folds = planFolds(cases);
  const rank = toRanker(crossValidate(folds, LEARNT_OR_RULE));
  const kept = toFirst(rank);
  const learnt = toFirst(toRanker(crossValidate(folds, LEARNT)));
  console.log(
    `# right = within so many messages of the root cause; ${OUTER_FOLDS} outer folds by question, seed ${SEED}`,
  );
  console.log(['method', 'labels', 'right/runs', 'share', '95% interval'].join('\t'));
  for (const [labels, own] of [
    ['retail', retail],
    ['Magentic-One', magentic],
  ] as const) {
    const constant = mostFrequent(own.map(({ onset }) => onset).filter((onset) => onset >= 0));
    const guesses: Record<string, Guess> = {
      'learnt and rule, nested CV': kept,
      'learnt alone, nested CV': learnt,
      'rule, untrained': toFirst(({ description }) => rankSteps(description, FIRST_ACT)),
      [`constant step ${constant}, chosen on these labels`]: () => constant,
      'step before the first error-looking one': beforeFirstError,
      'last step of an agent': ({ description }) => description.candidates.at(-1),
      'first change, else first call': ({ context }) =>
        (
          context.steps.find(({ step }) => step.role === 'agent' && step.kind === 'change') ??
          context.steps.find(({ step }) => step.role === 'agent' && step.action.tool !== undefined)
        )?.index,
    };
    for (const [method, guess] of Object.entries(guesses))
      for (const distance of DISTANCES) {
        const right = own.filter((item) => distanceOf(item, guess(item)) <= distance).length;
        printRow(`${method}, ${distance === 0 ? 'exact' : `within ${distance}`}`, labels, right, own.length);
      }
    for (const distance of DISTANCES) {
      const expected = own.reduce((sum, item) => sum + shareWithin(item, distance), 0);
      printRow(
        `random step (expected), ${distance === 0 ? 'exact' : `within ${distance}`}`,
        labels,
        expected,
        own.length,
      );
    }
    printCategories(labels, own, kept);
    printReliability(labels, own, rank);
  }
}

function toFirst(rank: (item: OnsetCase) => readonly RankedStep[]): Guess {
  return (item) => rank(item)[0]?.stepIndex;
}

/** From the guessed step to the labelled message; infinite without a guess. */
function distanceOf({ messages, message }: OnsetCase, guess: number | undefined): number {
  const own = guess === undefined ? [] : (messages[guess] ?? []);
  return own.reduce((least, at) => Math.min(least, Math.abs(at - message)), Number.POSITIVE_INFINITY);
}

/** How often a step drawn at random lies so near. */
function shareWithin(item: OnsetCase, distance: number): number {
  const { steps } = item.context;
  return steps.filter(({ index }) => distanceOf(item, index) <= distance).length / steps.length;
}

function printCategories(labels: string, cases: readonly OnsetCase[], guess: Guess): void {
  const nameAt = ({ context, findings }: OnsetCase, stepIndex: number | undefined): string | undefined => {
    const step = context.steps[stepIndex ?? -1];
    return step === undefined ? undefined : nameFailure(step, findings);
  };
  const count = (isRight: (item: OnsetCase) => boolean): number => cases.filter(isRight).length;
  printRow(
    'category at the guessed step',
    labels,
    count((item) => nameAt(item, guess(item)) === item.category),
    cases.length,
  );
  printRow(
    'category at the labelled step',
    labels,
    count((item) => nameAt(item, item.onset) === item.category),
    cases.length,
  );
  const best = Object.keys(AGENTRX_CATEGORIES)
    .map((category) => ({ category, right: count((item) => item.category === category) }))
    .toSorted((a, b) => b.right - a.right)[0];
  if (best !== undefined)
    printRow(`constant category ${best.category}, chosen on these labels`, labels, best.right, cases.length);
}
