/**
 * Where two runs part, beside what two readers say: `npm run bench -- divergence`.
 *
 * Data: the pairs of `bench/labels/divergence.json`, and of `divergence-2.json` (see the README there), read from TRACEWRIGHT_DATA (default
 * `../shared/data`), and every pair of attempts at one task in its tau-bench and tau2 runs. Nothing was fitted to the labels.
 */
import { readFile } from 'node:fs/promises';
import { compareRuns, type Comparison } from '@tracewright/analysis';
import type { Step } from '@tracewright/core';
import { wilsonInterval } from '@tracewright/numeric';
import { type ImportedRun, readRuns } from './divergence/read-runs.ts';
import { printOutcomeTable } from './divergence/outcome-table.ts';

interface Place {
  readonly path: string;
  readonly pointer: string;
  readonly runId: string;
}

interface Label {
  readonly firstDivergence: { readonly passStep: number; readonly failStep: number };
  readonly separatingStep: { readonly failStep: number };
}

interface LabelledPair {
  readonly pair: string;
  readonly source: string;
  readonly runs: { readonly pass: Place; readonly fail: Place };
  /** By reader. */
  readonly labels: Readonly<Record<string, Label>>;
}

interface Case {
  readonly label: LabelledPair;
  readonly pass: readonly Step[];
  readonly fail: readonly Step[];
  readonly comparison: Comparison;
}

type Method = (item: Case) => number;

const SETS = ['divergence', 'divergence-2'] as const;
const WITHIN = [0, 1, 3] as const;

export async function run(): Promise<void> {
  for (const set of SETS) {
    const text = await readFile(new URL(`labels/${set}.json`, import.meta.url), 'utf8');
    await measure(set, JSON.parse(text) as readonly LabelledPair[]);
  }
}

async function measure(set: string, labels: readonly LabelledPair[]): Promise<void> {
  const places = labels.flatMap(({ runs }) => [runs.pass, runs.fail]);
  const runs = await readRuns([...new Set(places.map(({ path }) => path))]);
  const find = ({ runId, path, pointer }: Place): ImportedRun => {
    const found = runs.find((item) => item.run.runId === runId);
    if (found === undefined) throw new Error(`no run ${runId} at ${path}${pointer}`);
    return found;
  };
  const cases = labels.map((label): Case => {
    const [pass, fail] = [find(label.runs.pass), find(label.runs.fail)];
    const comparison = compareRuns(
      { outcome: pass.run.outcome, steps: pass.steps },
      { outcome: fail.run.outcome, steps: fail.steps },
    );
    return { label, pass: pass.steps, fail: fail.steps, comparison };
  });
  const readers = Object.keys(labels[0]?.labels ?? {});

  console.log(
    `# ${set}: ${cases.length} pairs; steps of the failing run; share right by reader, 95% interval by Wilson`,
  );
  console.log(
    ['question', 'method', 'reader', ...WITHIN.map((by) => (by === 0 ? 'exact' : `within ${by}`))].join('\t'),
  );
  printTable('first divergence', cases, readers, (label) => label.firstDivergence.failStep, {
    'diff, first divergence': partsAt,
    ...BASELINES,
  });
  printTable('separating step', cases, readers, (label) => label.separatingStep.failStep, {
    'diff, separating step': decidedAt,
    'diff, the change it leads to': (item) => item.comparison.separatingStep?.changeStep ?? partsAt(item),
    'diff, first divergence': partsAt,
    ...BASELINES,
  });
  for (const source of new Set(labels.map((label) => label.source))) printBySource(source, cases, readers);
  if (set === SETS[0]) printOutcomeTable(runs);
}

const partsAt: Method = ({ comparison, fail }) => comparison.firstDivergence?.b ?? fail.length - 1;
const decidedAt: Method = ({ comparison, fail }) => comparison.separatingStep?.failStep ?? fail.length - 1;

const BASELINES: Readonly<Record<string, Method>> = {
  'step 0': () => 0,
  'first tool call': ({ fail }) =>
    Math.max(
      0,
      fail.findIndex(({ action }) => action.tool !== undefined),
    ),
  'last step': ({ fail }) => fail.length - 1,
  'first difference of the texts': ({ pass, fail }) => firstTextDifference(pass, fail),
};

/** Without any alignment: the first index at which who acts, the tool, its arguments or the words are not the same text. */
function firstTextDifference(pass: readonly Step[], fail: readonly Step[]): number {
  const text = ({ role, action }: Step): string =>
    JSON.stringify([role, action.tool, action.arguments, action.text]);
  const index = fail.findIndex((step, at) => {
    const other = pass[at];
    return other === undefined || text(other) !== text(step);
  });
  return index === -1 ? fail.length - 1 : index;
}

function printTable(
  question: string,
  cases: readonly Case[],
  readers: readonly string[],
  read: (label: Label) => number,
  methods: Readonly<Record<string, Method>>,
): void {
  const [first = '', second] = readers;
  if (second !== undefined) {
    const agreement = cases.map((item) => Math.abs(answer(item, first, read) - answer(item, second, read)));
    printRow(question, 'the other reader', `${first} = ${second}`, agreement);
  }
  for (const [name, method] of Object.entries(methods)) {
    for (const reader of readers) {
      const distances = cases.map((item) => Math.abs(method(item) - answer(item, reader, read)));
      printRow(question, name, reader, distances);
    }
  }
}

function answer({ label }: Case, reader: string, read: (label: Label) => number): number {
  const own = label.labels[reader];
  if (own === undefined) throw new Error(`pair ${label.pair} has no label by reader ${reader}`);
  return read(own);
}

function printRow(question: string, method: string, reader: string, distances: readonly number[]): void {
  const shares = WITHIN.map((by) => {
    const right = distances.filter((distance) => distance <= by).length;
    const [low, high] = wilsonInterval(right, distances.length);
    return `${right}/${distances.length} (${low.toFixed(2)}-${high.toFixed(2)})`;
  });
  console.log([question, method, reader, ...shares].join('\t'));
}

function printBySource(source: string, all: readonly Case[], readers: readonly string[]): void {
  const cases = all.filter(({ label }) => label.source === source);
  const print = (question: string, name: string, method: Method, read: (label: Label) => number): void => {
    for (const reader of readers) {
      const distances = cases.map((item) => Math.abs(method(item) - answer(item, reader, read)));
      printRow(`${question}, ${source}`, name, reader, distances);
    }
  };
  print('first divergence', 'diff, first divergence', partsAt, (label) => label.firstDivergence.failStep);
  print('separating step', 'diff, separating step', decidedAt, (label) => label.separatingStep.failStep);
}
