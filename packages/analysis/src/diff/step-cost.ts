/**
 * What it costs to pair two steps, in tenths of leaving one out: the same action is free or nearly so, then the same tool (or
 * speaker) with other arguments (or words), then another tool of the same kind; steps that have less in common are never
 * paired, because leaving out both is cheaper.
 */
import type { StepSignatures } from './step-signatures.ts';
import { countUnequalNibbles } from './word-sketch.ts';

/** Of a step that only one run has. */
export const GAP = 10;
const OTHER_RESULT = 1;
const OTHER_STATUS = 2;
/** The same tool: at least this, and up to 5 more the less the arguments resemble each other. */
const SAME_TOOL = 4;
const SAME_KIND = 14;
/** More than two gaps. */
const UNLIKE = 2 * GAP + 1;

export function stepCost(a: StepSignatures, i: number, b: StepSignatures, j: number): number {
  if (a.action[i] === b.action[j]) {
    if (a.status[i] !== b.status[j]) return OTHER_STATUS;
    return a.result[i] === b.result[j] ? 0 : OTHER_RESULT;
  }
  if (a.tool[i] === b.tool[j]) {
    const unequal =
      countUnequalNibbles(a.sketchHigh[i] ?? 0, b.sketchHigh[j] ?? 0) +
      countUnequalNibbles(a.sketchLow[i] ?? 0, b.sketchLow[j] ?? 0);
    return SAME_TOOL + ((5 * unequal) >> 4) + (a.status[i] === b.status[j] ? 0 : 1);
  }
  return a.kind[i] === b.kind[j] ? SAME_KIND : UNLIKE;
}

/**
 * `stepCost` of step i with b[from..to), into `out` at the same indexes: the inner loop of the alignment.
 */
export function fillStepCosts(
  a: StepSignatures,
  i: number,
  b: StepSignatures,
  range: { readonly from: number; readonly to: number },
  out: Int32Array,
): void {
  const { action, tool, kind, result, status, sketchHigh, sketchLow } = b;
  const ownAction = a.action[i] ?? 0;
  const ownTool = a.tool[i] ?? 0;
  const ownKind = a.kind[i] ?? 0;
  const ownResult = a.result[i] ?? 0;
  const ownStatus = a.status[i] ?? 0;
  const ownHigh = a.sketchHigh[i] ?? 0;
  const ownLow = a.sketchLow[i] ?? 0;
  const { from, to } = range;
  for (let j = from; j < to; j++) {
    let cost = UNLIKE;
    if (tool[j] === ownTool) {
      const isStatusEqual = status[j] === ownStatus;
      if (action[j] === ownAction)
        cost = isStatusEqual ? (result[j] === ownResult ? 0 : OTHER_RESULT) : OTHER_STATUS;
      else {
        let high = (sketchHigh[j] as number) ^ ownHigh;
        high |= high >>> 1;
        high |= high >>> 2;
        let low = (sketchLow[j] as number) ^ ownLow;
        low |= low >>> 1;
        low |= low >>> 2;
        const unequal =
          (Math.imul(high & 0x11111111, 0x11111111) >>> 28) +
          (Math.imul(low & 0x11111111, 0x11111111) >>> 28);
        cost = SAME_TOOL + ((5 * unequal) >> 4) + (isStatusEqual ? 0 : 1);
      }
    } else if (kind[j] === ownKind) cost = SAME_KIND;
    out[j] = cost;
  }
}
