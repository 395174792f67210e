/**
 * Applies slices to the tables. All that wait are committed together: an fsync costs the same for one as for ten.
 * A slice that fails takes no other with it.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DeleteReceipt } from '@tracewright/core';
import type {
  Effect,
  EncodedFindings,
  EncodedMessages,
  EncodedRows,
  EncodedSpans,
  SliceReceipt,
  WriteSlice,
} from '../protocol.ts';
import { SPAN_START, SPAN_TEXTS } from '../encode-spans.ts';
import { appendCategories, appendMessage, appendRow, Appenders, appendSpan } from './appenders.ts';
import { deleteFindings, deleteRuns } from './delete-runs.ts';
import { joinTraces } from './join-traces.ts';
import { openKnownTables, type KnownTables, type KnownVersion } from './known-tables.ts';
import { readRows } from './statements.ts';
import { type IndexedSpan, TextIndex } from './text-index.ts';

export interface PendingWrite {
  readonly slice: WriteSlice;
  readonly resolve: (receipt: SliceReceipt) => void;
  readonly reject: (error: unknown) => void;
}

const VERSIONED_TABLES = ['spans', 'runs', 'diagnoses', 'findings'] as const;
type VersionedTable = (typeof VERSIONED_TABLES)[number];

/** Where the run's id stands among the columns. */
const RUN_OF = { diagnoses: 0, findings: 1 } as const;

/** Rows appended before other messages get their turn: the appender holds the thread, about 10 ms for so many. */
const ROWS_PER_TURN = 512;

export class Writer {
  readonly #connection: DuckDBConnection;
  readonly #appenders: Appenders;
  readonly #known: KnownTables;
  readonly #textIndex: TextIndex;
  /** Versions that the running transaction has replaced. */
  readonly #replaced = new Map<VersionedTable, number[]>();
  #nextVersion = 0;
  #nextMessageKey = 0;

  private constructor(
    connection: DuckDBConnection,
    appenders: Appenders,
    known: KnownTables,
    textIndex: TextIndex,
  ) {
    this.#connection = connection;
    this.#appenders = appenders;
    this.#known = known;
    this.#textIndex = textIndex;
  }

  static async create(connection: DuckDBConnection): Promise<Writer> {
    const appenders = new Appenders(connection);
    const known = await openKnownTables(connection, () => appenders.flush());
    const writer = new Writer(connection, appenders, known, await TextIndex.open(connection, appenders));
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

  /** Indexes some of the text that is not yet: of a file that an older version wrote. @returns whether more is left */
  async indexText(): Promise<boolean> {
    if (!this.#textIndex.isBehind(this.#nextIds)) return false;
    await this.#inTransaction([]);
    return this.#textIndex.isBehind(this.#nextIds);
  }

  /** Without those that are surely not in the store. */
  traceCandidates(traceIds: readonly string[]): readonly string[] {
    return traceIds.filter((traceId) => this.#known.traces.mayHave(traceId));
  }

  /** Durable when it returns. */
  async deleteRuns(runIds: readonly string[], sweeps: boolean): Promise<DeleteReceipt> {
    try {
      return await deleteRuns(this.#connection, runIds, sweeps);
    } finally {
      this.#forgetRecent();
    }
  }

  /** Durable when it returns. */
  async deleteFindings(ids: readonly string[]): Promise<number> {
    try {
      return await deleteFindings(this.#connection, ids);
    } finally {
      this.#known.findings.forgetRecent();
    }
  }

  async #inTransaction(slices: readonly WriteSlice[]): Promise<SliceReceipt[]> {
    await this.#connection.run('BEGIN');
    try {
      const receipts: SliceReceipt[] = [];
      for (const slice of slices) receipts.push(await this.#apply(slice));
      this.#appenders.flush();
      await this.#deleteReplaced();
      await this.#textIndex.update(this.#nextIds);
      await this.#connection.run('COMMIT');
      this.#textIndex.committed();
      return receipts;
    } catch (error) {
      this.#appenders.discard();
      this.#forgetRecent();
      this.#replaced.clear();
      // A failed COMMIT has already ended the transaction; the first error is the one to tell.
      await this.#connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  get #nextIds(): { readonly messages: number; readonly spans: number } {
    return { messages: this.#nextMessageKey, spans: this.#nextVersion };
  }

  async #apply(slice: WriteSlice): Promise<SliceReceipt> {
    const { keys, added } = await this.#addMessages(slice.messages);
    const spans = await this.#addSpans(slice.spans, keys);
    const runs = await this.#addRuns(slice.runs);
    await this.#addFindings('diagnoses', slice.diagnoses);
    await this.#addFindings('findings', slice.findings);
    return { spans, runs, messagesAdded: added };
  }

  async #addSpans(spans: EncodedSpans, messageKeys: readonly number[]): Promise<Effect> {
    // The second and third columns.
    const [traceIds = [], spanIds = []] = spans.columns.slice(1, 3).map(textsOf);
    const traces = await this.#known.traces.load(traceIds);
    await this.#addTraces(traceIds, traces);
    const appender = await this.#appenders.open('spans');
    return this.#addVersions('spans', spans.hashes, {
      find: (index) => traces.get(traceIds[index] ?? '')?.get(spanIds[index] ?? ''),
      keep: (index, version) => traces.get(traceIds[index] ?? '')?.set(spanIds[index] ?? '', version),
      append: (index, version) => {
        appendSpan(appender, spans, index, version, messageKeys);
        this.#textIndex.addSpan(toIndexedSpan(spans, index, version, messageKeys));
      },
    });
  }

  async #addRuns(slice: EncodedRows): Promise<Effect> {
    const ids = idsOf(slice);
    const known = await this.#known.runs.load(ids);
    const { rows, traceIds } = joinTraces(slice, known);
    const appender = await this.#appenders.open('runs');
    return this.#addVersions('runs', rows.hashes, {
      find: (index) => known.get(ids[index] ?? ''),
      keep: (index, version) => {
        const id = ids[index] ?? '';
        const run = { ...version, traceIds: traceIds[index] ?? [] };
        this.#known.runs.set(id, run, !known.has(id));
        known.set(id, run);
      },
      append: (index, version) => appendRow(appender, rows, index, version),
    });
  }

  async #addFindings(table: 'diagnoses' | 'findings', rows: EncodedFindings): Promise<Effect> {
    const ids = idsOf(rows);
    const runIds = textsOf(rows.columns[RUN_OF[table]]);
    const known = await this.#known[table].load(ids);
    const appender = await this.#appenders.open(table);
    const categories = await this.#appenders.open('finding_categories');
    return this.#addVersions(table, rows.hashes, {
      find: (index) => known.get(ids[index] ?? ''),
      keep: (index, version) => {
        const id = ids[index] ?? '';
        this.#known[table].set(id, version, !known.has(id));
        known.set(id, version);
      },
      append: (index, version) => {
        appendRow(appender, rows, index, version);
        const about = rows.categories[index] ?? [];
        appendCategories(categories, runIds[index] ?? '', about, version, table === 'findings');
      },
    });
  }

  /** Appends the rows that are new or changed; those that they replace are deleted before the commit. */
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
    const replaced = this.#replaced.get(table) ?? [];
    this.#replaced.set(table, replaced);
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
    return effect;
  }

  async #deleteReplaced(): Promise<void> {
    for (const [table, versions] of this.#replaced) {
      if (versions.length === 0) continue;
      const tables = table === 'diagnoses' || table === 'findings' ? [table, 'finding_categories'] : [table];
      for (const name of tables) {
        await readRows(this.#connection, {
          sql: `DELETE FROM ${name} WHERE version IN (SELECT unnest($1)::BIGINT)`,
          parameters: [{ type: 'VARCHAR[]', value: versions.map(String) }],
        });
      }
    }
    this.#replaced.clear();
  }

  /** Puts the new ones into `traces`. */
  async #addTraces(
    traceIds: readonly string[],
    traces: Map<string, Map<string, KnownVersion>>,
  ): Promise<void> {
    this.#known.traces.addWeight(traceIds.length);
    const appender = await this.#appenders.open('traces');
    for (const traceId of traceIds) {
      if (traces.has(traceId)) continue;
      const spans = new Map<string, KnownVersion>();
      traces.set(traceId, spans);
      this.#known.traces.set(traceId, spans, true);
      appender.appendVarchar(traceId);
      appender.endRow();
    }
  }

  /** The keys of the slice's messages; those not yet in the store are appended. */
  async #addMessages(
    messages: EncodedMessages,
  ): Promise<{ readonly keys: number[]; readonly added: number }> {
    const known = await this.#known.messages.load(messages.ids);
    const appender = await this.#appenders.open('messages');
    const keys: number[] = [];
    let added = 0;
    for (const [index, id] of messages.ids.entries()) {
      const before = known.get(id);
      keys.push(before ?? this.#nextMessageKey);
      if (before !== undefined) continue;
      appendMessage(appender, messages, index, this.#nextMessageKey);
      this.#textIndex.addMessage(this.#nextMessageKey, messages.contents[index] ?? '');
      this.#known.messages.set(id, this.#nextMessageKey, true);
      this.#nextMessageKey += 1;
      added += 1;
      if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await nextTurn();
    }
    return { keys, added };
  }

  #forgetRecent(): void {
    for (const known of Object.values(this.#known)) known.forgetRecent();
  }

  async #readCounters(): Promise<void> {
    for (const table of VERSIONED_TABLES) {
      const next = await this.#readNumber(`SELECT coalesce(max(version) + 1, 0)::DOUBLE FROM ${table}`);
      this.#nextVersion = Math.max(this.#nextVersion, next);
    }
    const nextKey = await this.#readNumber('SELECT coalesce(max(key) + 1, 0)::DOUBLE FROM messages');
    // An indexed id must not be given again, though its row was deleted.
    const { messages, spans } = this.#textIndex.last;
    this.#nextMessageKey = Math.max(nextKey, messages + 1);
    this.#nextVersion = Math.max(this.#nextVersion, spans + 1);
  }

  async #readNumber(sql: string): Promise<number> {
    return Number((await readRows(this.#connection, { sql, parameters: [] }))[0]?.[0]);
  }
}

function toIndexedSpan(
  { columns, inputs, outputs }: EncodedSpans,
  index: number,
  version: number,
  messageKeys: readonly number[],
): IndexedSpan {
  const start = columns[SPAN_START];
  return {
    version,
    texts: SPAN_TEXTS.map((place) => {
      const column = columns[place];
      return column?.type === 'text' ? column.values[index] : null;
    }),
    startTime: start?.type === 'time' ? (start.values[index] ?? null) : null,
    messages: [...(inputs[index] ?? []), ...(outputs[index] ?? [])].map((place) => messageKeys[place] ?? 0),
  };
}

function idsOf(rows: EncodedRows): string[] {
  return rows.columns.slice(0, 1).flatMap(textsOf);
}

function textsOf(column: EncodedRows['columns'][number] | undefined): string[] {
  return column?.type === 'text' ? column.values.map((value) => value ?? '') : [];
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
