/**
 * The cheapest pairing of two sequences of steps that keeps their order, in memory linear in their lengths: the forward and
 * the backward costs of the middle row meet where an optimal path crosses it, and both sides are solved in turn. About twice
 * the time of the full matrix. With a band, only cells within `width` columns of the diagonal are looked at.
 *
 * Source: D. S. Hirschberg, "A linear space algorithm for computing maximal common subsequences" (CACM 18, 1975).
 */
import { fillStepCosts, GAP, stepCost } from './step-cost.ts';
import type { StepSignatures } from './step-signatures.ts';

/** Whoever is not paired has -1. */
export interface Pairing {
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
}

/** Smaller rectangles are solved with the full matrix: 256 kB of costs. */
const SMALL = 1 << 16;
const FAR = 1 << 29;

/** Pairs a[fromA..toA) with b[fromB..toB) into `pairing`. */
export function alignRange(
  a: StepSignatures,
  b: StepSignatures,
  range: { readonly fromA: number; readonly toA: number; readonly fromB: number; readonly toB: number },
  pairing: Pairing,
  width: number = Infinity,
): void {
  const { fromA, toA, fromB, toB } = range;
  const slope = (toB - fromB) / Math.max(1, toA - fromA);
  // Integers to the engine, too: a loop over doubles takes five times as long.
  const low = (i: number): number => Math.max(fromB, Math.floor(fromB + (i - fromA) * slope - width)) | 0;
  const high = (i: number): number => Math.min(toB, Math.ceil(fromB + (i - fromA) * slope + width)) | 0;
  // Indexed by column of b, so that no subtraction stands in the inner loops.
  const forward = new Int32Array(toB + 1);
  const backward = new Int32Array(toB + 1);
  const costs = new Int32Array(toB + 1);

  /** Costs of aligning a[i0..i1) with b[j0..j), for each j. */
  const fillForward = (i0: number, i1: number, j0: number, j1: number): void => {
    const row = forward;
    const own = costs;
    let first = j0;
    let last = Math.min(j1, high(i0));
    for (let j = j0; j <= last; j++) row[j] = (j - j0) * GAP;
    for (let i = i0 + 1; i <= i1; i++) {
      const start = Math.max(j0, low(i));
      const end = Math.min(j1, high(i));
      row.fill(FAR, last + 1, end + 1);
      fillStepCosts(a, i - 1, b, { from: Math.max(j0, start - 1), to: end }, own);
      const before = start > first ? (row[start - 1] ?? FAR) : FAR;
      const head = Math.min((row[start] ?? FAR) + GAP, start > j0 ? before + (own[start - 1] ?? FAR) : FAR);
      let diagonal = row[start] ?? FAR;
      let left = head;
      row[start] = head;
      for (let j = start + 1; j <= end; j++) {
        const up = row[j] as number;
        left = (left < up ? left : up) + GAP;
        diagonal += own[j - 1] as number;
        if (diagonal < left) left = diagonal;
        row[j] = left;
        diagonal = up;
      }
      first = start;
      last = end;
    }
  };
  /** Costs of aligning a[i0..i1) with b[j..j1), for each j. */
  const fillBackward = (i0: number, i1: number, j0: number, j1: number): void => {
    const row = backward;
    const own = costs;
    let first = Math.max(j0, low(i1));
    let last = j1;
    for (let j = j1; j >= first; j--) row[j] = (j1 - j) * GAP;
    for (let i = i1 - 1; i >= i0; i--) {
      const start = Math.max(j0, low(i));
      const end = Math.min(j1, high(i));
      row.fill(FAR, start, first);
      fillStepCosts(a, i, b, { from: start, to: Math.min(j1, end + 1) }, own);
      const after = end < last ? (row[end + 1] ?? FAR) : FAR;
      const head = Math.min((row[end] ?? FAR) + GAP, end < j1 ? after + (own[end] ?? FAR) : FAR);
      let diagonal = row[end] ?? FAR;
      let right = head;
      row[end] = head;
      for (let j = end - 1; j >= start; j--) {
        const down = row[j] as number;
        right = (right < down ? right : down) + GAP;
        diagonal += own[j] as number;
        if (diagonal < right) right = diagonal;
        row[j] = right;
        diagonal = down;
      }
      first = start;
      last = end;
    }
  };
  const solve = (i0: number, i1: number, j0: number, j1: number): void => {
    if (i0 === i1 || j0 === j1) return;
    if (i1 - i0 === 1 || (i1 - i0 + 1) * (j1 - j0 + 1) <= SMALL) {
      alignSmall(a, b, { fromA: i0, toA: i1, fromB: j0, toB: j1 }, pairing);
      return;
    }
    const middle = (i0 + i1) >> 1;
    fillForward(i0, middle, j0, j1);
    fillBackward(middle, i1, j0, j1);
    let split = -1;
    let best = Infinity;
    for (let j = Math.max(j0, low(middle)); j <= Math.min(j1, high(middle)); j++) {
      const cost = (forward[j] ?? FAR) + (backward[j] ?? FAR);
      if (cost < best) [best, split] = [cost, j];
    }
    solve(i0, middle, j0, split);
    solve(middle, i1, split, j1);
  };
  solve(fromA, toA, fromB, toB);
}

/** The full matrix, walked back from its end; a gap is put after a pair where both cost the same. */
export function alignSmall(
  a: StepSignatures,
  b: StepSignatures,
  { fromA, toA, fromB, toB }: { fromA: number; toA: number; fromB: number; toB: number },
  pairing: Pairing,
): number {
  const rows = toA - fromA;
  const columns = toB - fromB;
  const stride = columns + 1;
  const cost = new Int32Array((rows + 1) * stride);
  for (let j = 1; j <= columns; j++) cost[j] = j * GAP;
  for (let i = 1; i <= rows; i++) {
    const row = i * stride;
    cost[row] = i * GAP;
    for (let j = 1; j <= columns; j++) {
      const gap = Math.min(cost[row - stride + j] ?? 0, cost[row + j - 1] ?? 0) + GAP;
      const paired = (cost[row - stride + j - 1] ?? 0) + stepCost(a, fromA + i - 1, b, fromB + j - 1);
      cost[row + j] = Math.min(gap, paired);
    }
  }
  let i = rows;
  let j = columns;
  while (i > 0 && j > 0) {
    const here = cost[i * stride + j] ?? 0;
    if (here === (cost[i * stride + j - 1] ?? 0) + GAP) j -= 1;
    else if (here === (cost[(i - 1) * stride + j] ?? 0) + GAP) i -= 1;
    else {
      i -= 1;
      j -= 1;
      pairing.ofA[fromA + i] = fromB + j;
      pairing.ofB[fromB + j] = fromA + i;
    }
  }
  return cost[rows * stride + columns] ?? 0;
}
