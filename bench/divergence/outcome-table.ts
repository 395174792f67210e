/** The one-axis label of each pair of attempts at one task, and how often the outcome changed all the same. */
import { compareRuns } from '@tracewright/analysis';
import { wilsonInterval } from '@tracewright/numeric';
import type { ImportedRun } from './read-runs.ts';

/** The first attempts at a task, in the order of their ids: pairs grow with the square of the attempts. */
const MAX_ATTEMPTS = 6;

export function printOutcomeTable(runs: readonly ImportedRun[]): void {
  const groups = new Map<string, ImportedRun[]>();
  for (const item of runs) {
    const { run } = item;
    // Attempts of one agent: another file is another agent or another set of tasks.
    if (!run.source.path.includes('tau') || run.outcome.status === 'unknown') continue;
    const key = `${run.source.path.replace(/#.*/, '')} ${run.task ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const counts = new Map<string, { pairs: number; changed: number }>();
  const structures = new Map<string, { pairs: number; changed: number }>();
  const note = (table: typeof counts, name: string, isChanged: boolean): void => {
    const row = table.get(name) ?? { pairs: 0, changed: 0 };
    table.set(name, { pairs: row.pairs + 1, changed: row.changed + (isChanged ? 1 : 0) });
  };
  for (const group of groups.values()) {
    const attempts = group.slice(0, MAX_ATTEMPTS);
    for (const [index, a] of attempts.entries()) {
      for (const b of attempts.slice(index + 1)) {
        const { contaminationLabel, structure, outcome } = compareRuns(
          { outcome: a.run.outcome, steps: a.steps },
          { outcome: b.run.outcome, steps: b.steps },
        );
        note(counts, contaminationLabel, outcome.change === 'changed');
        note(structures, structure.kind, outcome.change === 'changed');
      }
    }
  }
  console.log(
    '\n# every pair of attempts at one task of one tau-bench or tau2 file: does the outcome change?',
  );
  for (const [title, table] of [
    ['one-axis label', counts],
    ['structure', structures],
  ] as const) {
    console.log([title, 'pairs', 'outcome changed', 'share', '95% interval'].join('\t'));
    for (const [name, { pairs, changed }] of [...table].toSorted(([, a], [, b]) => b.pairs - a.pairs)) {
      const [low, high] = wilsonInterval(changed, pairs);
      console.log(
        [name, pairs, changed, (changed / pairs).toFixed(3), `${low.toFixed(3)}-${high.toFixed(3)}`].join(
          '\t',
        ),
      );
    }
  }
}
