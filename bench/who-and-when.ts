/**
 * Step and agent accuracy of the onset on Who&When: `npm run bench -- who-and-when`.
 *
 * A step is right when it equals `mistake_step`, exactly. The learnt ranking is judged by nested cross-validation grouped by question (see
 * `onset/nested-cv.ts`); the rule and the trivial rules beside it need no training. AgentRx's labels of the same runs and of its own take part in
 * training.
 */
import { diagnose, FIRST_ACT, ONSET_RANKING, type RankedStep, rankSteps } from '@tracewright/analysis';
import { calibrationError, reliabilityBins, wilsonInterval } from '@tracewright/numeric';
import {
  isAgentOf,
  readAgentRxMagentic,
  readAgentRxRetail,
  readWhoAndWhen,
  type OnsetCase,
} from './onset/cases.ts';
import { LEARNT, LEARNT_OR_RULE } from './onset/learners.ts';
import { crossValidate, OUTER_FOLDS, planFolds, SEED } from './onset/nested-cv.ts';

/** Of the reliability of the confidence. */
const BINS = 5;

type Ranker = (item: OnsetCase) => readonly RankedStep[];

export async function run(): Promise<void> {
  const judged = await readWhoAndWhen();
  const cases = [...judged, ...(await readAgentRxMagentic()), ...(await readAgentRxRetail())];
  console.log(
    `# right = the exact step; 95% interval by Wilson; ${OUTER_FOLDS} outer folds by question, seed ${SEED}`,
  );
  const folds = planFolds(cases);
  const choices: string[] = [];
  const kept = toRanker(crossValidate(folds, LEARNT_OR_RULE, ({ name }) => choices.push(name)));
  const learnt = toRanker(crossValidate(folds, LEARNT));
  for (const [choice, count] of countEach(choices)) console.log(`# chosen in ${count} folds: ${choice}`);
  console.log(['method', 'half', 'right/runs', 'accuracy', '95% interval'].join('\t'));
  for (const half of ['algorithm-generated', 'hand-crafted'] as const) {
    const own = judged.filter(({ source }) => source === half);
    printRanker('learnt and rule, nested CV', half, own, kept);
    printRanker('learnt alone, nested CV', half, own, learnt);
    printRanker(`rule ${FIRST_ACT.id}, untrained`, half, own, (item) =>
      rankSteps(item.description, FIRST_ACT),
    );
    for (const [method, right] of Object.entries(countTrivial(own)))
      printRow(method, half, right, own.length);
    const nulls = own.filter((item) => diagnose(item.run, item.spans).onset === null).length;
    printRow('no onset, where all runs failed', half, nulls, own.length);
  }
  printReliability('both halves', judged, kept);
  const { name, version, body } = ONSET_RANKING;
  printRanker(
    `(shipped ${name}@${version}, on the labels it was fitted to)`,
    'both',
    judged,
    ({ description }) => rankSteps(description, body),
  );
}

export function toRanker(predictions: ReturnType<typeof crossValidate>): Ranker {
  const byCase = new Map(predictions.map(({ item, ranked }) => [item, ranked]));
  return (item) => byCase.get(item) ?? [];
}

function printRanker(method: string, half: string, cases: readonly OnsetCase[], rank: Ranker): void {
  const count = (isRight: (item: OnsetCase, ranked: readonly RankedStep[]) => boolean): number =>
    cases.filter((item) => isRight(item, rank(item))).length;
  printRow(
    `${method}: step`,
    half,
    count((item, [first]) => first?.stepIndex === item.onset),
    cases.length,
  );
  const within3 = count((item, ranked) =>
    ranked.slice(0, 3).some(({ stepIndex }) => stepIndex === item.onset),
  );
  printRow(`${method}: step in top 3`, half, within3, cases.length);
  const agents = count((item, [first]) => isAgentOf(item, first?.stepIndex));
  printRow(`${method}: agent`, half, agents, cases.length);
}

/** Right answers of rules that read next to nothing; expected ones for the random guess. */
function countTrivial(cases: readonly OnsetCase[]): Record<string, number> {
  const count = (isRight: (item: OnsetCase, index: number) => boolean): number =>
    cases.filter(isRight).length;
  const constant = mostFrequent(cases.map(({ onset }) => onset));
  const others = (index: number): number =>
    mostFrequent(cases.filter((_, at) => at !== index).map(({ onset }) => onset));
  const last = ({ context }: OnsetCase): number => context.steps.length - 1;
  return {
    [`constant step ${constant}, chosen on these labels`]: count(({ onset }) => onset === constant),
    'constant step, leave one out': count(({ onset }, index) => onset === others(index)),
    'random step (expected)': cases.reduce((sum, { context }) => sum + 1 / context.steps.length, 0),
    'step before the first error-looking one': count((item) => beforeFirstError(item) === item.onset),
    'same, else step 1': count((item) => (beforeFirstError(item) ?? 1) === item.onset),
    'last step': count((item) => last(item) === item.onset),
    'agent of the last step': count((item) => isAgentOf(item, last(item))),
  };
}

/** Transcripts show errors in what is said, runs with tools in what came back. */
export function beforeFirstError({ context }: OnsetCase): number | undefined {
  const first = context.steps.findIndex(
    ({ step }, index) =>
      index > 0 &&
      /exitcode: [1-9]|error|exception|traceback|failed/i.test(
        `${step.action.text ?? ''}\n${step.observation?.text ?? ''}`,
      ),
  );
  return first === -1 ? undefined : first - 1;
}

export function printReliability(labels: string, cases: readonly OnsetCase[], rank: Ranker): void {
  const first = cases.map((item) => rank(item)[0]);
  const bins = reliabilityBins(
    first.map((step) => step?.score ?? 0),
    cases.map(({ onset }, index) => (first[index]?.stepIndex === onset ? 1 : 0)),
    BINS,
  );
  console.log(`# reliability of the confidence, nested CV, ${labels}: runs, stated, right`);
  for (const { count, stated, observed } of bins)
    console.log([count, stated.toFixed(3), observed.toFixed(3)].join('\t'));
  console.log(`# expected calibration error ${calibrationError(bins).toFixed(3)}`);
}

/** The most frequent value, the smallest among equals. */
export function mostFrequent(values: readonly number[]): number {
  return [...countEach(values)].toSorted(([a, countA], [b, countB]) => countB - countA || a - b)[0]?.[0] ?? 0;
}

function countEach<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

export function printRow(method: string, half: string, right: number, total: number): void {
  const [low, high] = wilsonInterval(right, total);
  const shown = Number.isInteger(right) ? String(right) : right.toFixed(1);
  console.log(
    [
      method,
      half,
      `${shown}/${total}`,
      (right / total).toFixed(3),
      `${low.toFixed(3)}-${high.toFixed(3)}`,
    ].join('\t'),
  );
}
