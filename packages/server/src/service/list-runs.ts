/** The runs of a store one after the other, and in groups that are read together. */
import type { Filter, Order, Page, RunField, RunId, SpanStore, StoredRun } from '@tracewright/core';

/** Runs of a group, and their spans in all: runs that came one after the other take hardly longer than one of them. */
const GROUP_RUNS = 25;
const GROUP_SPANS = 1_000;

/**
 * All runs that match, page by page in the order of their ids, or another that does not change: writes meanwhile neither hide nor
 * repeat one.
 */
export async function* listAllRuns(
  store: SpanStore,
  where?: Filter,
  orderBy: Order<RunField> = { field: 'run' },
): AsyncGenerator<StoredRun> {
  let cursor: string | undefined;
  do {
    const page: Page<StoredRun> = await store.queryRuns({
      ...(where === undefined ? {} : { where }),
      ...(cursor === undefined ? {} : { cursor }),
      orderBy,
      limit: 200,
    });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** In the order given; a run with more spans than a group may have stands alone. */
export async function* groupRuns(runs: AsyncIterable<StoredRun>): AsyncGenerator<readonly StoredRun[]> {
  let group: StoredRun[] = [];
  let spans = 0;
  for await (const run of runs) {
    // A large one stands alone.
    if (group.length > 0 && spans + run.stats.spans > GROUP_SPANS) {
      yield group;
      group = [];
      spans = 0;
    }
    group.push(run);
    spans += run.stats.spans;
    if (group.length < GROUP_RUNS) continue;
    yield group;
    group = [];
    spans = 0;
  }
  if (group.length > 0) yield group;
}

/** The runs with these ids, those that exist. */
export async function* findEach(store: SpanStore, ids: Iterable<RunId>): AsyncGenerator<StoredRun> {
  for (const id of ids) {
    const [run] = await store.findRuns(id);
    if (run !== undefined) yield run;
  }
}
