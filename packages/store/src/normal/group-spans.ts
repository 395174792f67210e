import type { RunId, Span } from '@tracewright/core';
import { compareSpans } from '../queries/compare.ts';

/** By run, the spans of each by sequence. */
export function groupSpans(spans: readonly Span[]): ReadonlyMap<RunId, readonly Span[]> {
  const groups = new Map<RunId, Span[]>();
  for (const span of spans) {
    const group = groups.get(span.runId);
    if (group === undefined) groups.set(span.runId, [span]);
    else group.push(span);
  }
  for (const group of groups.values()) group.sort(compareSpans);
  return groups;
}
