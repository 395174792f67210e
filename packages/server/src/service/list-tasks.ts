/** Runs by task, a page at a time. */
import {
  type ListTasksRequest,
  type ListTasksResponse,
  type Order,
  parseFilter,
  RUN_FIELDS,
  type SpanStore,
  type TaskField,
  toTaskJson,
} from '@tracewright/core';

/** @throws TraceError `filter-invalid`, `request-invalid` */
export async function listTasks(
  store: SpanStore,
  { where = '', order = '', ...page }: ListTasksRequest,
): Promise<ListTasksResponse> {
  const { items, next } = await store.queryTasks({
    ...page,
    ...(where.trim() === '' ? {} : { where: parseFilter(where, RUN_FIELDS) }),
    ...(order === '' ? {} : { orderBy: readOrder(order) }),
  });
  return { tasks: items.map(toTaskJson), next: next ?? null };
}

/** The cast: the store refuses what it does not know, and says what it does. */
function readOrder(text: string): Order<TaskField> {
  const descending = text.startsWith('-');
  return { field: (descending ? text.slice(1) : text) as TaskField, descending };
}
