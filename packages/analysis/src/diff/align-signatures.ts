import { alignRange, type Pairing } from './align-kernel.ts';
import { GAP, stepCost } from './step-cost.ts';
import type { StepSignatures } from './step-signatures.ts';

/** Cells of the cost matrix that are looked at, about a second of work: 7,000 by 7,000 steps. Beyond, see `alignSignatures`. */
const MAX_CELLS = 50_000_000;
/** A band keeps its width while the rows are halved: its cells are looked at about so many times. */
const BAND_PASSES = 8;

export interface Alignment extends Pairing {
  readonly cost: number;
  /** False when the runs were too long for the optimum. */
  readonly isExact: boolean;
}

/**
 * The cheapest alignment of two runs: O(nm) time, O(n + m) memory. Equal beginnings and ends are paired first, which never
 * costs more. Where more than `maxCells` cells remain, steps that occur exactly once in each run and in the same order are
 * paired (patience), and what lies between them is aligned exactly if it fits its share of the cells, else within a band
 * around its diagonal: then the cost is an upper bound of the optimum.
 */
export function alignSignatures(
  a: StepSignatures,
  b: StepSignatures,
  maxCells: number = MAX_CELLS,
): Alignment {
  const pairing = { ofA: new Int32Array(a.length).fill(-1), ofB: new Int32Array(b.length).fill(-1) };
  const pair = (i: number, j: number): void => {
    pairing.ofA[i] = j;
    pairing.ofB[j] = i;
  };
  let from = 0;
  const shorter = Math.min(a.length, b.length);
  for (; from < shorter && stepCost(a, from, b, from) === 0; from++) pair(from, from);
  let [toA, toB] = [a.length, b.length];
  for (; toA > from && toB > from && stepCost(a, toA - 1, b, toB - 1) === 0; toA--, toB--)
    pair(toA - 1, toB - 1);

  const cells = (toA - from) * (toB - from);
  const isExact = cells <= maxCells;
  const bounds = isExact ? [] : findAnchors(a, b, { from, toA, toB });
  let [fromA, fromB] = [from, from];
  for (const [i, j] of [...bounds, [toA, toB] as const]) {
    const range = { fromA, toA: i, fromB, toB: j };
    const size = (i - fromA) * (j - fromB);
    const share = Math.max(1, Math.floor((maxCells * (i - fromA + j - fromB)) / (toA + toB - 2 * from)));
    const width =
      size <= share ? Infinity : Math.max(16, Math.floor(share / (2 * BAND_PASSES * (i - fromA + 1))));
    alignRange(a, b, range, pairing, width);
    if (i < toA) pair(i, j);
    [fromA, fromB] = [i + 1, j + 1];
  }
  return { ...pairing, cost: sumCost(a, b, pairing), isExact };
}

function sumCost(a: StepSignatures, b: StepSignatures, { ofA, ofB }: Pairing): number {
  let cost = 0;
  for (const [i, j] of ofA.entries()) cost += j === -1 ? GAP : stepCost(a, i, b, j);
  for (const i of ofB) if (i === -1) cost += GAP;
  return cost;
}

/** Actions that occur once in each, the longest list of them that has the same order in both. */
function findAnchors(
  a: StepSignatures,
  b: StepSignatures,
  { from, toA, toB }: { readonly from: number; readonly toA: number; readonly toB: number },
): (readonly [i: number, j: number])[] {
  const placesB = placesOfUnique(b.action, from, toB);
  const pairs = [...placesOfUnique(a.action, from, toA)].flatMap(([action, i]) => {
    const j = placesB.get(action);
    return j === undefined ? [] : [[i, j] as const];
  });
  return longestIncreasing(pairs);
}

function placesOfUnique(actions: Int32Array, from: number, to: number): Map<number, number> {
  const places = new Map<number, number>();
  const repeated = new Set<number>();
  for (let index = from; index < to; index++) {
    const action = actions[index] ?? -1;
    if (places.has(action)) repeated.add(action);
    places.set(action, index);
  }
  for (const action of repeated) places.delete(action);
  return places;
}

/** Pairs come in order of their first member; the longest selection whose second members rise, too. O(n log n). */
function longestIncreasing(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  /** `tails[k]`: the pair with the smallest second member that ends a selection of k + 1. */
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [index, [, value]] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  }
  const chosen: (readonly [number, number])[] = [];
  for (let index = tails.at(-1) ?? -1; index !== -1; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) chosen.push(pair);
  }
  return chosen.toReversed();
}
