/**
 * Applies slices to the tables. All that wait are committed together: an fsync costs the same for one as for ten.
 * A slice that fails takes no other with it.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DeleteReceipt, TraceId } from '@tracewright/core';
import type {
  Effect,
  EncodedMessages,
  EncodedRows,
  EncodedSpans,
  SliceReceipt,
  WriteSlice,
} from '../protocol.ts';
import { appendMessage, appendRow, Appenders, appendSpan } from './appenders.ts';
import { deleteRuns } from './delete-runs.ts';
import { joinTraces } from './join-traces.ts';
import { KnownSpans, toHashText, type KnownVersion } from './known-spans.ts';
import { readRows } from './statements.ts';

export interface PendingWrite {
  readonly slice: WriteSlice;
  readonly resolve: (receipt: SliceReceipt) => void;
  readonly reject: (error: unknown) => void;
}

type VersionedTable = 'spans' | RowTable;
/** Those whose rows are known by their first column. */
type RowTable = 'runs' | 'diagnoses' | 'findings';
const ID_COLUMNS: Readonly<Record<RowTable, string>> = {
  runs: 'run_id',
  diagnoses: 'run_id',
  findings: 'id',
};

/** Rows appended before other messages get their turn: the appender holds the thread, about 10 ms for so many. */
const ROWS_PER_TURN = 512;

export class Writer {
  readonly #connection: DuckDBConnection;
  readonly #appenders: Appenders;
  readonly #knownSpans: KnownSpans;
  #nextVersion = 0;
  #nextMessageKey = 0;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
    this.#appenders = new Appenders(connection);
    this.#knownSpans = new KnownSpans(connection);
  }

  static async create(connection: DuckDBConnection): Promise<Writer> {
    const writer = new Writer(connection);
    await writer.#readCounters();
    return writer;
  }

  /** Durable when it returns; settles every pending write. */
  async commit(writes: readonly PendingWrite[]): Promise<void> {
    let receipts: SliceReceipt[];
    try {
      receipts = await this.#inTransaction(writes.map(({ slice }) => slice));
    } catch (error) {
      const [only, ...others] = writes;
      if (others.length === 0) only?.reject(error);
      else for (const write of writes) await this.commit([write]);
      return;
    }
    for (const [index, receipt] of receipts.entries()) writes[index]?.resolve(receipt);
  }

  /** Durable when it returns. */
  async deleteRuns(runIds: readonly string[], sweeps: boolean): Promise<DeleteReceipt> {
    try {
      return await deleteRuns(this.#connection, runIds, sweeps);
    } finally {
      this.#knownSpans.forgetAll();
    }
  }

  async #inTransaction(slices: readonly WriteSlice[]): Promise<SliceReceipt[]> {
    await this.#connection.run('BEGIN');
    try {
      const receipts: SliceReceipt[] = [];
      for (const slice of slices) receipts.push(await this.#apply(slice));
      await this.#connection.run('COMMIT');
      return receipts;
    } catch (error) {
      this.#appenders.discard();
      this.#knownSpans.forgetAll();
      // A failed COMMIT has already ended the transaction; the first error is the one to tell.
      await this.#connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async #apply(slice: WriteSlice): Promise<SliceReceipt> {
    const { keys, added } = await this.#addMessages(slice.messages);
    const spans = await this.#addSpans(slice.spans, keys);
    const runs = await this.#addRows('runs', joinTraces(slice.runs, await this.#findTraces(slice.runs)));
    await this.#addRows('diagnoses', slice.diagnoses);
    await this.#addRows('findings', slice.findings);
    return { spans, runs, messagesAdded: added };
  }

  async #addSpans(spans: EncodedSpans, messageKeys: readonly number[]): Promise<Effect> {
    // The second and third columns.
    const [traceIds = [], spanIds = []] = spans.columns.slice(1, 3).map(textsOf);
    const newTraces = await this.#knownSpans.load(new Set(traceIds));
    await this.#addTraces(newTraces);
    const appender = await this.#appenders.open('spans');
    return this.#addVersions('spans', spans.hashes, {
      find: (index) => this.#knownSpans.get(traceIds[index] ?? '', spanIds[index] ?? ''),
      keep: (index, version) => this.#knownSpans.set(traceIds[index] ?? '', spanIds[index] ?? '', version),
      append: (index, version) => appendSpan(appender, spans, index, version, messageKeys),
    });
  }

  async #addRows(table: RowTable, rows: EncodedRows): Promise<Effect> {
    const [ids = []] = rows.columns.slice(0, 1).map(textsOf);
    const known = ids.length === 0 ? new Map<string, KnownVersion>() : await this.#findVersions(table, ids);
    const appender = await this.#appenders.open(table);
    return this.#addVersions(table, rows.hashes, {
      find: (index) => known.get(ids[index] ?? ''),
      keep: (index, version) => known.set(ids[index] ?? '', version),
      append: (index, version) => {
        appendRow(appender, rows, index, version);
        appender.endRow();
      },
    });
  }

  /** Appends the rows that are new or changed and deletes those that they replace. */
  async #addVersions(
    table: VersionedTable,
    hashes: readonly string[],
    rows: {
      readonly find: (index: number) => KnownVersion | undefined;
      readonly keep: (index: number, version: KnownVersion) => void;
      readonly append: (index: number, version: number) => void;
    },
  ): Promise<Effect> {
    const effect = { added: 0, changed: 0, unchanged: 0 };
    const replaced: number[] = [];
    for (const [index, hash] of hashes.entries()) {
      const before = rows.find(index);
      if (before?.hash === hash) {
        effect.unchanged += 1;
        continue;
      }
      const version = this.#nextVersion;
      this.#nextVersion += 1;
      rows.append(index, version);
      rows.keep(index, { version, hash });
      if (before !== undefined) replaced.push(before.version);
      effect[before === undefined ? 'added' : 'changed'] += 1;
      if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await nextTurn();
    }
    if (effect.added + effect.changed > 0) (await this.#appenders.open(table)).flushSync();
    if (replaced.length > 0) await this.#deleteVersions(table, replaced);
    return effect;
  }

  async #deleteVersions(table: VersionedTable, versions: readonly number[]): Promise<void> {
    await readRows(this.#connection, {
      sql: `DELETE FROM ${table} WHERE version IN (SELECT unnest($1)::BIGINT)`,
      parameters: [{ type: 'VARCHAR[]', value: versions.map(String) }],
    });
  }

  async #findVersions(table: RowTable, ids: readonly string[]): Promise<Map<string, KnownVersion>> {
    const rows = await readRows(this.#connection, {
      sql: `SELECT ${ID_COLUMNS[table]}, version::DOUBLE, hash FROM ${table} WHERE ${ID_COLUMNS[table]} IN (SELECT unnest($1))`,
      parameters: [{ type: 'VARCHAR[]', value: ids }],
    });
    return new Map(
      rows.map(([id, version, hash]) => [String(id), { version: Number(version), hash: toHashText(hash) }]),
    );
  }

  async #findTraces(runs: EncodedRows): Promise<Map<string, readonly TraceId[]>> {
    const [ids = []] = runs.columns.slice(0, 1).map(textsOf);
    if (ids.length === 0) return new Map();
    const rows = await readRows(this.#connection, {
      sql: "SELECT run_id, document ->> '/run/traceIds' FROM runs WHERE run_id IN (SELECT unnest($1))",
      parameters: [{ type: 'VARCHAR[]', value: ids }],
    });
    // The cast: the document is a run as it was encoded.
    return new Map(rows.map(([id, traceIds]) => [String(id), JSON.parse(String(traceIds)) as TraceId[]]));
  }

  async #addTraces(traceIds: readonly string[]): Promise<void> {
    if (traceIds.length === 0) return;
    const appender = await this.#appenders.open('traces');
    for (const traceId of traceIds) {
      appender.appendVarchar(traceId);
      appender.endRow();
    }
    appender.flushSync();
  }

  /** The keys of the slice's messages; those not yet in the store are appended. */
  async #addMessages(
    messages: EncodedMessages,
  ): Promise<{ readonly keys: number[]; readonly added: number }> {
    if (messages.ids.length === 0) return { keys: [], added: 0 };
    const rows = await readRows(this.#connection, {
      sql: 'SELECT id, key FROM messages WHERE id IN (SELECT unnest($1)::UHUGEINT)',
      parameters: [{ type: 'VARCHAR[]', value: messages.ids.map((id) => String(BigInt(`0x${id}`))) }],
    });
    const known = new Map(rows.map(([id, key]) => [id, Number(key)]));
    const appender = await this.#appenders.open('messages');
    const keys: number[] = [];
    let added = 0;
    for (const [index, id] of messages.ids.entries()) {
      const before = known.get(BigInt(`0x${id}`));
      keys.push(before ?? this.#nextMessageKey);
      if (before !== undefined) continue;
      appendMessage(appender, messages, index, this.#nextMessageKey);
      this.#nextMessageKey += 1;
      added += 1;
      if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await nextTurn();
    }
    if (added > 0) appender.flushSync();
    return { keys, added };
  }

  async #readCounters(): Promise<void> {
    for (const table of ['spans', ...Object.keys(ID_COLUMNS)]) {
      const next = await this.#readNumber(`SELECT coalesce(max(version) + 1, 0)::DOUBLE FROM ${table}`);
      this.#nextVersion = Math.max(this.#nextVersion, next);
    }
    this.#nextMessageKey = await this.#readNumber('SELECT coalesce(max(key) + 1, 0)::DOUBLE FROM messages');
  }

  async #readNumber(sql: string): Promise<number> {
    return Number((await readRows(this.#connection, { sql, parameters: [] }))[0]?.[0]);
  }
}

function textsOf(column: EncodedRows['columns'][number]): string[] {
  return column.type === 'text' ? column.values.map((value) => value ?? '') : [];
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
