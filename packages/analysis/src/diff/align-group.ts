/**
 * Many attempts at one task in common columns: the run that lies nearest to the others first, then one after the other, nearest
 * first, each aligned with the columns there are; what only it has becomes columns of its own. A column is described by the
 * first step put into it.
 *
 * Source: the centre star and progressive alignment of biological sequences: D. Gusfield, "Efficient methods for multiple
 * sequence alignment with guaranteed error bounds" (Bull. Math. Biol. 55, 1993); D.-F. Feng, R. F. Doolittle (J. Mol. Evol. 25,
 * 1987). Differs: no guarantee, because of the cost for what is never paired.
 */
import type { Step } from '@tracewright/core';
import { alignSignatures } from './align-signatures.ts';
import { SignatureBook, type StepSignatures } from './step-signatures.ts';

/** The centre is looked for among so many runs: every pair of them is aligned. */
const CENTRE_CANDIDATES = 12;
/** Cells looked at for one alignment: a group of 200 runs has 265 of them. */
const MAX_CELLS = 1_000_000;

export interface GroupAlignment {
  /** Per column, for each run in the order given, the index of its step; -1 where it has none. */
  readonly columns: readonly Int32Array[];
  /** Per run and step, a number that is equal for equal actions of any run, and one for equal tools or speakers. */
  readonly signatures: readonly StepSignatures[];
}

export function alignGroup(runs: readonly (readonly Step[])[]): GroupAlignment {
  const book = new SignatureBook();
  const signatures = runs.map((steps) => book.describe(steps));
  const [first, ...others] = orderByNearness(signatures);
  if (first === undefined) return { columns: [], signatures };
  /** The run and step that describe each column, and the steps in it. */
  let columns: { readonly run: number; readonly step: number; readonly steps: Int32Array }[] = [];
  const open = (run: number, step: number): (typeof columns)[number] => {
    const steps = new Int32Array(runs.length).fill(-1);
    steps[run] = step;
    return { run, step, steps };
  };
  columns = Array.from({ length: signatures[first]?.length ?? 0 }, (_, step) => open(first, step));
  for (const run of others) {
    const own = signatures[run];
    if (own === undefined) continue;
    const { ofB } = alignSignatures(pickColumns(signatures, columns), own, MAX_CELLS);
    const merged: typeof columns = [];
    let next = 0;
    for (const [step, column] of ofB.entries()) {
      if (column === -1) {
        merged.push(open(run, step));
        continue;
      }
      merged.push(...columns.slice(next, column + 1));
      const met = columns[column];
      if (met !== undefined) met.steps[run] = step;
      next = column + 1;
    }
    columns = [...merged, ...columns.slice(next)];
  }
  return { columns: columns.map(({ steps }) => steps), signatures };
}

/** Indexes of the runs: the one whose alignments with the others cost least in sum, then by their cost with it. */
function orderByNearness(signatures: readonly StepSignatures[]): number[] {
  const indexes = signatures.map((_, index) => index);
  const candidates = indexes.slice(0, CENTRE_CANDIDATES);
  const cost = (a: number, b: number): number => {
    const [left, right] = [signatures[a], signatures[b]];
    return left === undefined || right === undefined ? 0 : alignSignatures(left, right, MAX_CELLS).cost;
  };
  const sums = candidates.map(() => 0);
  for (const a of candidates) {
    for (const b of candidates.slice(0, a)) {
      const between = cost(a, b);
      sums[a] = (sums[a] ?? 0) + between;
      sums[b] = (sums[b] ?? 0) + between;
    }
  }
  const centre = candidates.toSorted((a, b) => (sums[a] ?? 0) - (sums[b] ?? 0) || a - b)[0];
  if (centre === undefined) return [];
  const distance = new Map(indexes.map((index) => [index, index === centre ? -1 : cost(centre, index)]));
  return indexes.toSorted((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0) || a - b);
}

function pickColumns(
  signatures: readonly StepSignatures[],
  columns: readonly { readonly run: number; readonly step: number }[],
): StepSignatures {
  const pick = (name: Exclude<keyof StepSignatures, 'length'>): Int32Array =>
    Int32Array.from(columns, ({ run, step }) => signatures[run]?.[name][step] ?? 0);
  return {
    length: columns.length,
    action: pick('action'),
    tool: pick('tool'),
    kind: pick('kind'),
    result: pick('result'),
    status: pick('status'),
    sketchHigh: pick('sketchHigh'),
    sketchLow: pick('sketchLow'),
  };
}
