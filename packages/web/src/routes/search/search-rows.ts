/**
 * Hits as the page lists them: under their run, by step. A model is given the whole
 * conversation again with each request, so one message is found many times; it is shown once, where it was said first.
 */
import type { SearchHitJson } from '@tracewright/core';

export interface SearchRow {
  readonly kind: 'hit';
  /** The same for the same words in the same run, whichever hit shows them. */
  readonly key: string;
  readonly hit: SearchHitJson;
  /** Further places in the same run with the same words. */
  readonly repeats: number;
}

export interface RunRow {
  readonly kind: 'run';
  readonly key: string;
  readonly runId: string;
  /** Different places below it. */
  readonly places: number;
}

export type Row = RunRow | SearchRow;

/** A place found, while further ones are looked through. */
interface Found {
  hit: SearchHitJson;
  repeats: number;
}

/** Runs in the order in which they were first met, the places of each by step. O(hits log hits). */
export function buildSearchRows(hits: readonly SearchHitJson[]): readonly Row[] {
  const runs = new Map<string, Map<string, Found>>();
  for (const hit of hits) {
    const places = runs.get(hit.runId) ?? new Map<string, Found>();
    runs.set(hit.runId, places);
    const key = JSON.stringify([hit.place, hit.quote, hit.start]);
    const found = places.get(key);
    if (found === undefined) places.set(key, { hit, repeats: 0 });
    else {
      found.repeats += 1;
      if (isEarlier(hit, found.hit)) found.hit = hit;
    }
  }
  return [...runs].flatMap(([runId, places]): Row[] => [
    { kind: 'run', key: runId, runId, places: places.size },
    ...[...places]
      .map(([key, { hit, repeats }]) => ({ kind: 'hit' as const, key: `${runId} ${key}`, hit, repeats }))
      .toSorted((a, b) => (a.hit.stepIndex ?? Infinity) - (b.hit.stepIndex ?? Infinity)),
  ]);
}

function isEarlier(hit: SearchHitJson, than: SearchHitJson): boolean {
  return hit.stepIndex !== null && (than.stepIndex === null || hit.stepIndex < than.stepIndex);
}

/** "user message", "tool result": what kind of text it is, and who says it. */
export function describePlace({ place, role }: Pick<SearchHitJson, 'place' | 'role'>): string {
  switch (place) {
    case 'message':
      return role === null ? 'message' : `${role} message`;
    case 'status':
      return 'status message';
    case 'other':
      return 'attachment';
    case 'name':
    case 'reasoning':
    case 'arguments':
    case 'result':
      return place;
  }
}

/** The permalink of a hit: its step, or its run where no step is known. */
export function hitHref({ runId, stepIndex }: Pick<SearchHitJson, 'runId' | 'stepIndex'>): string {
  return stepIndex === null ? `/runs/${runId}` : `/runs/${runId}#step-${stepIndex}`;
}
