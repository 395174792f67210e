import type { Span, SpanStore, StoredRun } from '@tracewright/core';

export type SharedSpans = (run: StoredRun) => Promise<readonly Span[]>;

/** Reads the spans of a run once for all who ask while they are being read: a page asks several things at once. */
export function shareSpans(store: SpanStore): SharedSpans {
  const reading = new Map<string, Promise<readonly Span[]>>();
  return ({ runId, stats }) => {
    // Of a run that grew meanwhile, whoever asks later must see more.
    const key = `${runId} ${stats.spans}`;
    const spans =
      reading.get(key) ??
      store.readSpans(runId).finally(() => {
        reading.delete(key);
      });
    reading.set(key, spans);
    return spans;
  };
}
