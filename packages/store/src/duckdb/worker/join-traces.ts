/** Runs written again keep the traces they had: see `joinTraceIds`. */
import type { Run, TraceId } from '@tracewright/core';
import { joinTraceIds } from '../../normal/records.ts';
import { readRowContent } from '../encode-columns.ts';
import { changeHash } from '../encode-messages.ts';
import { RUN_DOCUMENT } from '../encode-runs.ts';
import type { EncodedRows } from '../protocol.ts';

/**
 * The rows of runs, with the traces of earlier versions put into their documents.
 *
 * @param known trace ids of the stored runs among them, by run id
 */
export function joinTraces(rows: EncodedRows, known: ReadonlyMap<string, readonly TraceId[]>): EncodedRows {
  const [ids] = rows.columns;
  const documents = rows.columns[RUN_DOCUMENT];
  if (ids?.type !== 'text' || documents?.type !== 'text')
    throw new Error('unreachable: a run row has its id and its document as texts');
  const latest = new Map(known);
  const values = documents.values.map((document, index) => {
    const id = ids.values[index] ?? '';
    // The cast: the encoder wrote it.
    const { run, stats } = JSON.parse(document ?? '') as { run: Run; stats: unknown };
    const before = latest.get(id) ?? [];
    const traceIds = joinTraceIds(before, run.traceIds);
    latest.set(id, traceIds);
    return before.length === 0 ? document : JSON.stringify({ run: { ...run, traceIds }, stats });
  });
  const columns = rows.columns.with(RUN_DOCUMENT, { ...documents, values });
  const hashes = rows.hashes.map((hash, index) =>
    values[index] === documents.values[index] ? hash : changeHash(readRowContent(columns, index)),
  );
  return { hashes, columns };
}
