/**
 * Step and agent accuracy of `diagnose` on Who&When beside the rules that need no reading: `npm run bench -- who-and-when`.
 *
 * Data: `steps/who-and-when/{algorithm-generated,hand-crafted}` under TRACEWRIGHT_DATA (default `../shared/data`). A step is
 * right when it equals `mistake_step`, exactly; the labels are read here, beside the import, and nowhere else.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSteps, diagnose, DIAGNOSIS_VERSION } from '@tracewright/analysis';
import type { Run, Span, Step } from '@tracewright/core';
import { createContentReader, importUnit, memoryFile, planImport } from '@tracewright/importers';
import { wilsonInterval } from '@tracewright/numeric';

const HALVES = ['algorithm-generated', 'hand-crafted'] as const;

interface Case {
  readonly run: Run;
  readonly spans: readonly Span[];
  readonly steps: readonly Step[];
  readonly mistakeStep: number;
  readonly mistakeAgent: string;
}

export async function run(): Promise<void> {
  const folder = join(process.env['TRACEWRIGHT_DATA'] ?? '../shared/data', 'steps', 'who-and-when');
  console.log(`# ${DIAGNOSIS_VERSION} on ${folder}; right = the exact step; 95% interval by Wilson`);
  console.log(['method', 'half', 'right/runs', 'accuracy', '95% interval'].join('\t'));
  for (const half of HALVES) {
    const cases = await readCases(join(folder, half));
    for (const [method, right] of Object.entries(measure(cases))) printRow(method, half, right, cases.length);
  }
}

/** Right answers by method; expected ones for the random guess. */
function measure(cases: readonly Case[]): Record<string, number> {
  const count = (isRight: (item: Case, index: number) => boolean): number => cases.filter(isRight).length;
  const diagnoses = cases.map(({ run: imported, spans }) => diagnose(imported, spans));
  const constant = mostFrequent(cases.map(({ mistakeStep }) => mistakeStep));
  const others = (index: number): number =>
    mostFrequent(cases.filter((_, at) => at !== index).map(({ mistakeStep }) => mistakeStep));
  const isRight = (index: number, { mistakeStep }: Case): boolean =>
    diagnoses[index]?.onset?.stepIndex === mistakeStep;
  return {
    'diagnose, step': count((item, index) => isRight(index, item)),
    'diagnose, step, even runs (of half)': count((item, index) => index % 2 === 0 && isRight(index, item)),
    'diagnose, step, odd runs (of half)': count((item, index) => index % 2 === 1 && isRight(index, item)),
    'diagnose, step in top 3': count(
      ({ mistakeStep }, index) =>
        diagnoses[index]?.ranked.slice(0, 3).some(({ stepIndex }) => stepIndex === mistakeStep) === true,
    ),
    'diagnose, agent': count(({ mistakeAgent }, index) => diagnoses[index]?.onset?.agent === mistakeAgent),
    [`constant step ${constant}, chosen on these labels`]: count(
      ({ mistakeStep }) => mistakeStep === constant,
    ),
    'constant step, leave one out': count(({ mistakeStep }, index) => mistakeStep === others(index)),
    'random step (expected)': cases.reduce((sum, { steps }) => sum + 1 / steps.length, 0),
    'step before the first error-looking one': count(
      ({ steps, mistakeStep }) => beforeFirstError(steps) === mistakeStep,
    ),
    'same, else step 1': count(({ steps, mistakeStep }) => (beforeFirstError(steps) ?? 1) === mistakeStep),
    'last step': count(({ steps, mistakeStep }) => steps.length - 1 === mistakeStep),
    'agent of the last step': count(({ steps, mistakeAgent }) => steps.at(-1)?.agent === mistakeAgent),
  };
}

function beforeFirstError(steps: readonly Step[]): number | undefined {
  const first = steps.findIndex(
    ({ action }, index) =>
      index > 0 && /exitcode: [1-9]|error|exception|traceback|failed/i.test(action.text ?? ''),
  );
  return first === -1 ? undefined : first - 1;
}

/** The most frequent value, the smallest among equals. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, countA], [b, countB]) => countB - countA || a - b)[0]?.[0] ?? 0;
}

function printRow(method: string, half: string, right: number, total: number): void {
  const runs = method.includes('even runs')
    ? Math.ceil(total / 2)
    : method.includes('odd runs')
      ? Math.floor(total / 2)
      : total;
  const [low, high] = wilsonInterval(right, runs);
  const shown = Number.isInteger(right) ? String(right) : right.toFixed(1);
  console.log(
    [
      method,
      half,
      `${shown}/${runs}`,
      (right / runs).toFixed(3),
      `${low.toFixed(3)}-${high.toFixed(3)}`,
    ].join('\t'),
  );
}

async function readCases(folder: string): Promise<Case[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const cases: Case[] = [];
  for (const name of names) {
    const bytes = await readFile(join(folder, name));
    const labels = JSON.parse(bytes.toString('utf8')) as {
      readonly mistake_step: string;
      readonly mistake_agent: string;
    };
    const open = createContentReader();
    const [unit] = (await planImport([memoryFile(name, bytes)], open)).units;
    if (unit === undefined) throw new Error(`${name} was not recognised`);
    const spans: Span[] = [];
    let imported: Run | undefined;
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'spans') spans.push(...item.spans);
      if (item.kind === 'run') imported = item.run;
    }
    if (imported === undefined) throw new Error(`${name} gave no run`);
    cases.push({
      run: imported,
      spans,
      steps: buildSteps(spans),
      mistakeStep: Number(labels.mistake_step),
      mistakeAgent: labels.mistake_agent,
    });
  }
  return cases;
}
