/** Whether an adapter is as it was made: the hash of its body is written beside it, so that an edit shows. */
import type { JsonValue } from '@tracewright/core';
import { hashHex } from '../../building/ids.ts';
import type { AdapterBody, ImportAdapter } from './adapter.ts';

const SHORT = 7;

/** The adapter with the hash of its body. */
export function signAdapter(adapter: ImportAdapter): ImportAdapter {
  return { ...adapter, sources: { ...adapter.sources, bodyHash: hashOf(adapter.body) } };
}

/** The first characters of the body's hash where it was edited since it was written; undefined where it was not, or nobody knows. */
export function editOf({ body, sources }: ImportAdapter): string | undefined {
  const now = hashOf(body);
  return sources.bodyHash === undefined || sources.bodyHash === now ? undefined : now.slice(0, SHORT);
}

/** "version 1", "version 1, edited (3fa2c1b)" */
export function describeVersion(adapter: ImportAdapter): string {
  const edit = editOf(adapter);
  return `version ${adapter.version}${edit === undefined ? '' : `, edited (${edit})`}`;
}

function hashOf(body: AdapterBody): string {
  return hashHex([JSON.stringify(sorted(body as unknown as JsonValue))], 64);
}

/** The order of members says nothing. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner as JsonValue)]),
  );
}
