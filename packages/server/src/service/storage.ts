import { formatTimestamp, type SpanStore, type StorageJson } from '@tracewright/core';

/** What a project's store takes, and from when to when its runs are. */
export async function describeStorage(store: SpanStore): Promise<StorageJson> {
  const findStart = async (descending: boolean): Promise<string | null> => {
    const { items } = await store.queryRuns({ orderBy: { field: 'start', descending }, limit: 1 });
    const start = items[0]?.startTime;
    return start === undefined ? null : formatTimestamp(start);
  };
  const [info, oldest, newest] = await Promise.all([store.info(), findStart(false), findStart(true)]);
  return {
    engine: info.engine,
    engineVersion: info.engineVersion,
    path: info.path ?? null,
    sizeBytes: info.sizeBytes,
    usedBytes: info.usedBytes,
    runs: info.counts.runs,
    spans: info.counts.spans,
    messages: info.counts.messages,
    oldest,
    newest,
  };
}
