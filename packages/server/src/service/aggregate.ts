/** Groups and measures: what the store computes, with the filter as text and times as ISO 8601. */
import {
  type AggregateRequest,
  type AggregateResponse,
  formatTimestamp,
  parseFilter,
  RUN_FIELDS,
  SPAN_ATTRIBUTES,
  SPAN_FIELDS,
  type SpanStore,
} from '@tracewright/core';

/** @throws TraceError `request-invalid`, `filter-invalid`: where names the member of the request */
export async function aggregate(
  store: SpanStore,
  { where = '', ...query }: AggregateRequest,
): Promise<AggregateResponse> {
  const parse =
    query.from === 'spans'
      ? () => parseFilter(where, SPAN_FIELDS, SPAN_ATTRIBUTES)
      : () => parseFilter(where, RUN_FIELDS);
  const rows = await store.aggregate({ ...query, ...(where.trim() === '' ? {} : { where: parse() }) });
  return {
    rows: rows.map(({ keys, values }) => ({
      keys: keys.map((key) => (typeof key === 'bigint' ? formatTimestamp(key) : (key ?? null))),
      values: values.map((value) => value ?? null),
    })),
  };
}
