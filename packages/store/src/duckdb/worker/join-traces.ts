/** Runs written again keep the traces they had: see `joinTraceIds`. */
import type { Run, TraceId } from '@tracewright/core';
import { joinTraceIds } from '../../normal/records.ts';
import { readRowContent } from '../encode-columns.ts';
import { changeHash } from '../encode-messages.ts';
import { RUN_DOCUMENT } from '../encode-runs.ts';
import type { EncodedRows } from '../protocol.ts';

/**
 * The rows of runs, with the traces of earlier versions put into their documents, and the traces of each.
 *
 * @param known the stored runs among them, by run id
 */
export function joinTraces(
  rows: EncodedRows,
  known: ReadonlyMap<string, { readonly traceIds: readonly TraceId[] }>,
): { readonly rows: EncodedRows; readonly traceIds: readonly (readonly TraceId[])[] } {
  const [ids] = rows.columns;
  const documents = rows.columns[RUN_DOCUMENT];
  if (ids?.type !== 'text' || documents?.type !== 'text')
    throw new Error('unreachable: a run row has its id and its document as texts');
  const latest = new Map<string, readonly TraceId[]>();
  const all: (readonly TraceId[])[] = [];
  const values = documents.values.map((document, index) => {
    const id = ids.values[index] ?? '';
    // The cast: the encoder wrote it.
    const { run, stats } = JSON.parse(document ?? '') as { run: Run; stats: unknown };
    const before = latest.get(id) ?? known.get(id)?.traceIds ?? [];
    const traceIds = joinTraceIds(before, run.traceIds);
    latest.set(id, traceIds);
    all.push(traceIds);
    return before.length === 0 ? document : JSON.stringify({ run: { ...run, traceIds }, stats });
  });
  const columns = rows.columns.with(RUN_DOCUMENT, { ...documents, values });
  const hashes = rows.hashes.map((hash, index) =>
    values[index] === documents.values[index] ? hash : changeHash(readRowContent(columns, index)),
  );
  return { rows: { hashes, columns }, traceIds: all };
}
