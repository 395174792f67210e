/** Texts of one answer that break off where the next goes on: `"Cause: the job "`, `"kept a "`, or `"Cause:"`, `" the job"`. */
import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { select } from '../adapter/select-value.ts';

/** Fewer may begin or end with a blank by chance. */
const LEAST = 3;
/** Share of the texts that go on behind a blank. */
const MOST = 0.5;

export function arePieces(
  records: readonly JsonObject[],
  { text, turnId, id }: RecordCase['fields'],
): boolean {
  const told = records.map((record) => ({
    of: select(record, turnId ?? id)?.value,
    text: select(record, text)?.value,
  }));
  const pairs = told.slice(1).flatMap((next, index) => {
    const { of, text: before } = told[index] ?? {};
    return of !== undefined && of === next.of && typeof before === 'string' && typeof next.text === 'string'
      ? [{ before, next: next.text }]
      : [];
  });
  const goOn = pairs.filter(({ before, next }) => /[ \t]$/.test(before) || /^[ \t]/.test(next)).length;
  return goOn >= LEAST && goOn >= pairs.length * MOST;
}
