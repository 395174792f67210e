import type { Agreement } from '@tracewright/core';

interface Place {
  readonly stepIndex: number;
  readonly agent: string | null | undefined;
}

/** How two answers to "where did it begin" stand to each other. */
export function compareOnsets(ours: Place | null, theirs: Place | null): Agreement {
  if (ours === null || theirs === null) return 'not-compared';
  const distance = Math.abs(ours.stepIndex - theirs.stepIndex);
  if (distance === 0) return 'same-step';
  if (distance <= 2) return 'within-2';
  const hasAgent = ours.agent !== null && ours.agent !== undefined;
  return hasAgent && ours.agent === theirs.agent ? 'same-agent' : 'different';
}
