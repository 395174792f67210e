/** The runs of a store by age: when they ended, else started; those without any time last. */
import type { Filter, Page, RunField, SpanStore, StoredRun } from '@tracewright/core';

const PAGE = 100;

export async function* oldestFirst(store: SpanStore): AsyncGenerator<StoredRun> {
  yield* timedOldestFirst(store);
  yield* untimed(store);
}

/** Two orders merged, of which each is a query: the store orders by one field. */
export async function* timedOldestFirst(store: SpanStore): AsyncGenerator<StoredRun> {
  const ended = listBy(store, has('end'), 'end');
  const started = listBy(store, { kind: 'and', filters: [not(has('end')), has('start')] }, 'start');
  let a = await ended.next();
  let b = await started.next();
  while (a.done !== true || b.done !== true) {
    if (b.done === true || (a.done !== true && timeOf(a.value) <= timeOf(b.value))) {
      if (a.done !== true) yield a.value;
      a = await ended.next();
    } else {
      yield b.value;
      b = await started.next();
    }
  }
}

/** By id: of these only the arrival may be known. */
export function untimed(store: SpanStore): AsyncGenerator<StoredRun> {
  return listBy(store, { kind: 'and', filters: [not(has('end')), not(has('start'))] }, 'run');
}

function timeOf({ startTime, endTime }: StoredRun): bigint {
  return endTime ?? startTime ?? 0n;
}

/** When the run was last heard of, Unix milliseconds; undefined when nobody knows. */
export function lastHeardMs(run: StoredRun): number | undefined {
  const time = run.endTime ?? run.startTime;
  return time === undefined ? run.live?.lastArrivalMs : Number(time / 1_000_000n);
}

/** A cursor holds the order's value, so that deleting on the way hides and repeats nothing. */
async function* listBy(store: SpanStore, where: Filter, field: RunField): AsyncGenerator<StoredRun> {
  let cursor: string | undefined;
  do {
    const page: Page<StoredRun> = await store.queryRuns({
      where,
      orderBy: { field },
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

function has(field: RunField): Filter {
  return { kind: 'exists', field };
}

function not(filter: Filter): Filter {
  return { kind: 'not', filter };
}
