import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findCase, select } from '../adapter/select-value.ts';
import { readRole } from '../words/vocabulary.ts';

/** Whether each of several lists begins with what the system says: it is a conversation of its own, and no turn of one. */
export function areConversations(
  lists: readonly (readonly JsonObject[])[],
  cases: readonly RecordCase[],
): boolean {
  return lists.length > 1 && lists.every(([first]) => first !== undefined && isSystems(first, cases));
}

function isSystems(record: JsonObject, cases: readonly RecordCase[]): boolean {
  const found = findCase(record, cases);
  const written = select(record, found?.fields.role)?.value;
  return found?.role === 'system' || (typeof written === 'string' && readRole(written) === 'system');
}
