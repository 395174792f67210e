/** The steps of a run gathered into as many columns as a picture is wide. */
import { type FindingJson, type Severity, STEP_FLAGS } from '@tracewright/core';
import type { RunOutline } from './run-outline.ts';

export const STEP_CLASSES = ['change', 'message', 'user', 'explore', 'environment'] as const;
export type StepClass = (typeof STEP_CLASSES)[number];

export interface MinimapColumn {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  /** Share of steps of each class, as in `STEP_CLASSES`. */
  readonly shares: readonly number[];
  /** Share of steps that met an error. */
  readonly errors: number;
}

const ROLE_CLASS: readonly (StepClass | undefined)[] = [undefined, 'user', 'environment'];

/** @param width columns at most: a shorter run has a column a step. O(steps). */
export function gatherColumns({ steps, flags }: RunOutline, width: number): readonly MinimapColumn[] {
  const most = Math.min(steps, Math.max(width, 1));
  const columns: MinimapColumn[] = [];
  const seen = new Uint32Array(STEP_CLASSES.length);
  for (let column = 0; column < most; column += 1) {
    const first = Math.floor((column * steps) / most);
    const end = Math.floor(((column + 1) * steps) / most);
    seen.fill(0);
    let errors = 0;
    for (let step = first; step < end; step += 1) {
      const own = flags[step] ?? 0;
      const place = STEP_CLASSES.indexOf(classOf(own));
      seen[place] = (seen[place] ?? 0) + 1;
      if ((own & STEP_FLAGS.error) !== 0) errors += 1;
    }
    const count = end - first;
    columns.push({ first, end, shares: Array.from(seen, (own) => own / count), errors: errors / count });
  }
  return columns;
}

export function classOf(flags: number): StepClass {
  const role = ROLE_CLASS[flags & STEP_FLAGS.role];
  if (role !== undefined) return role;
  if ((flags & STEP_FLAGS.tool) === 0) return 'message';
  return (flags & STEP_FLAGS.change) === 0 ? 'explore' : 'change';
}

const RANK: Readonly<Record<Severity, number>> = { info: 1, warning: 2, error: 3 };

/** The gravest finding of each column that has one. */
export function gatherMarks(
  findingsByStep: ReadonlyMap<number, readonly FindingJson[]>,
  steps: number,
  columns: number,
): ReadonlyMap<number, Severity> {
  const marks = new Map<number, Severity>();
  for (const [step, findings] of findingsByStep) {
    const column = columnOf(step, steps, columns);
    for (const { severity } of findings) {
      const known = marks.get(column);
      if (known === undefined || RANK[severity] > RANK[known]) marks.set(column, severity);
    }
  }
  return marks;
}

/** The column that holds a step: the inverse of `gatherColumns`. */
export function columnOf(step: number, steps: number, columns: number): number {
  return Math.min(Math.floor(((step + 1) * columns - 1) / steps), columns - 1);
}
