/** What the writer knows of each table: see known-records.ts. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TraceId } from '@tracewright/core';
import type { SqlValue } from '../protocol.ts';
import { KnownRecords } from './known-records.ts';
import { readRows, streamStatement } from './statements.ts';

export interface KnownVersion {
  readonly version: number;
  /** Hexadecimal, 16 digits. */
  readonly hash: string;
}

export interface KnownRun extends KnownVersion {
  readonly traceIds: readonly TraceId[];
}

export interface KnownTables {
  /** Keys by id. */
  readonly messages: KnownRecords<number>;
  /** Spans of a trace by their id. */
  readonly traces: KnownRecords<Map<string, KnownVersion>>;
  readonly runs: KnownRecords<KnownRun>;
  readonly diagnoses: KnownRecords<KnownVersion>;
  readonly findings: KnownRecords<KnownVersion>;
}

/** Recent messages: about 150 bytes each. */
const MESSAGES = 100_000;
/** Spans of recent traces: about 150 bytes each. */
const SPANS = 100_000;
const ROWS = 10_000;

/** @param beforeRead makes rows of the running transaction visible */
export async function openKnownTables(
  connection: DuckDBConnection,
  beforeRead: () => void,
): Promise<KnownTables> {
  const read = (sql: string, ids: readonly string[]): Promise<SqlValue[][]> => {
    beforeRead();
    return readRows(connection, { sql, parameters: [{ type: 'VARCHAR[]', value: ids }] });
  };
  const readVersions = async (table: string, column: string, ids: readonly string[]) =>
    new Map(
      (
        await read(
          `SELECT ${column}, version::DOUBLE, hash FROM ${table} WHERE ${column} IN (SELECT unnest($1))`,
          ids,
        )
      ).map(([id, version, hash]) => [String(id), toVersion(version, hash)]),
    );

  const messages = new KnownRecords<number>({
    capacity: MESSAGES,
    toBits: (id) => [Number.parseInt(id.slice(0, 8), 16), Number.parseInt(id.slice(8, 16), 16)],
    read: async (ids) => {
      const rows = await read(
        'SELECT id, key FROM messages WHERE id IN (SELECT unnest($1)::UHUGEINT)',
        ids.map((id) => String(BigInt(`0x${id}`))),
      );
      return new Map(rows.map(([id, key]) => [toHex(id, 32), Number(key)]));
    },
  });
  const traces = new KnownRecords<Map<string, KnownVersion>>({
    capacity: SPANS,
    weigh: (spans) => spans.size + 1,
    read: async (ids) => {
      const rows = await read(
        'SELECT trace_id, span_id, version::DOUBLE, hash FROM spans WHERE trace_id IN (SELECT unnest($1))',
        ids,
      );
      const found = new Map<string, Map<string, KnownVersion>>();
      for (const [traceId, spanId, version, hash] of rows) {
        const spans = found.get(String(traceId)) ?? new Map<string, KnownVersion>();
        found.set(String(traceId), spans.set(String(spanId), toVersion(version, hash)));
      }
      return found;
    },
  });
  const runs = new KnownRecords<KnownRun>({
    capacity: ROWS,
    read: async (ids) => {
      const rows = await read(
        "SELECT run_id, version::DOUBLE, hash, document ->> '/run/traceIds' FROM runs WHERE run_id IN (SELECT unnest($1))",
        ids,
      );
      return new Map(
        rows.map(([id, version, hash, traceIds]) => [
          String(id),
          // The cast: the document is a run as it was encoded.
          { ...toVersion(version, hash), traceIds: JSON.parse(String(traceIds)) as TraceId[] },
        ]),
      );
    },
  });
  const diagnoses = new KnownRecords<KnownVersion>({
    capacity: ROWS,
    read: (ids) => readVersions('diagnoses', 'run_id', ids),
  });
  const findings = new KnownRecords<KnownVersion>({
    capacity: ROWS,
    read: (ids) => readVersions('findings', 'id', ids),
  });

  const sql = 'SELECT (id >> 96)::UINTEGER, ((id >> 64) & 4294967295)::UINTEGER FROM messages';
  for await (const [highs = [], lows = []] of streamStatement(connection, { sql, parameters: [] }))
    for (const [index, high] of highs.entries()) messages.addStoredBits(Number(high), Number(lows[index]));
  await addStored(connection, traces, 'SELECT trace_id FROM traces');
  await addStored(connection, runs, 'SELECT run_id FROM runs');
  await addStored(connection, diagnoses, 'SELECT run_id FROM diagnoses');
  await addStored(connection, findings, 'SELECT id FROM findings');
  return { messages, traces, runs, diagnoses, findings };
}

async function addStored(
  connection: DuckDBConnection,
  known: { addStored(id: string): void },
  sql: string,
): Promise<void> {
  for await (const [ids = []] of streamStatement(connection, { sql, parameters: [] }))
    for (const id of ids) known.addStored(String(id));
}

function toVersion(version: SqlValue | undefined, hash: SqlValue | undefined): KnownVersion {
  return { version: Number(version), hash: toHex(hash, 16) };
}

function toHex(value: SqlValue | undefined, digits: number): string {
  return typeof value === 'bigint' ? value.toString(16).padStart(digits, '0') : '';
}
