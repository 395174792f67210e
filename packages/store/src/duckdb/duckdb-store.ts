/** SpanStore on a DuckDB file. Queries are compiled here, run in the worker, and their rows decoded here as they arrive. */
import {
  TraceError,
  type AggregateQuery,
  type AggregateRow,
  type DeleteOptions,
  type DeleteReceipt,
  type Diagnosis,
  type Finding,
  type Message,
  type Page,
  type RunId,
  type RunQuery,
  type Span,
  type SpanId,
  type SpanQuery,
  type SpanReading,
  type SpanStore,
  type StoredRun,
  type StoreInfo,
  type TaskGroup,
  type TaskQuery,
  type TraceId,
  type WriteBatch,
  type WriteReceipt,
} from '@tracewright/core';
import { sortFindings } from '../normal/findings.ts';
import { groupSpans } from '../normal/group-spans.ts';
import { wellFormed } from '../normal/well-formed.ts';
import { checkAggregate } from '../queries/aggregation.ts';
import { compareSpans } from '../queries/compare.ts';
import { checkFilter, checkSearchText, type Condition } from '../queries/condition.ts';
import { writeCursor, type KeyValue } from '../queries/cursor.ts';
import type { Subject } from '../queries/fields.ts';
import { planListing, type Listing } from '../queries/ordering.ts';
import { planTaskListing } from '../queries/task-listing.ts';
import {
  decodeDiagnosis,
  decodeFinding,
  decodeMessage,
  decodeRun,
  decodeSpan,
  decodeTasks,
  type SpanDraft,
  putMessages,
  messageKeys,
  messageSize,
  type Row,
} from './decode.ts';
import { fileSize } from './file-size.ts';
import { MessageCache } from './message-cache.ts';
import { claimPath } from './open-paths.ts';
import type { Columns, Opened, SliceReceipt, SqlValue, Statement } from './protocol.ts';
import { SliceLimiter } from './slice-limiter.ts';
import { sliceBatch } from './slices.ts';
import { mostFindingsSql } from './sql-most-findings.ts';
import {
  aggregateSql,
  COUNTS,
  countRunsSql,
  type DocumentTable,
  EVERYTHING,
  findDocumentsSql,
  findRunsSql,
  findSpanSql,
  findVersionsOfRunsSql,
  listRunsSql,
  listSpansSql,
  readDocumentsOfRunSql,
  readDocumentsSql,
  readMessagesSql,
  readRunsByIdSql,
  readRunsSql,
  readSpansSql,
  readVersionsSql,
  STALE_RUNS,
  USED_BYTES,
} from './sql-queries.ts';
import { listAttemptsSql, listTasksSql, TASK_WIDTH } from './sql-tasks.ts';
import { searchSpans } from './text-search.ts';
import { createShareTexts, type ShareTexts } from './share-texts.ts';
import { sumReceipts } from './sum-receipts.ts';
import { WorkerClient } from './worker-client.ts';

export interface DuckdbStoreOptions {
  readonly path: string;
  readonly readOnly: boolean;
}

/** Asks the worker, and gives on what comes back. */
type Ask = (onRows: (columns: Columns) => void) => Promise<void>;

export class DuckdbStore implements SpanStore {
  readonly #client: WorkerClient;
  readonly #options: DuckdbStoreOptions;
  readonly #opened: Opened;
  readonly #release: () => void;
  readonly #limiter = new SliceLimiter();
  readonly #underWay = new Set<Promise<unknown>>();
  /** Resolves when every batch so far is on its way: batches go out whole, in the order asked. */
  #sent: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;
  #messages = new MessageCache();

  private constructor(
    client: WorkerClient,
    options: DuckdbStoreOptions,
    opened: Opened,
    release: () => void,
  ) {
    this.#client = client;
    this.#options = options;
    this.#opened = opened;
    this.#release = release;
  }

  /** @throws TraceError `store-locked`, `store-corrupt`, `store-version`, `store-failed` */
  static async open(options: DuckdbStoreOptions): Promise<DuckdbStore> {
    const { path, release } = claimPath(options.path);
    try {
      const { client, opened } = await WorkerClient.start({ path, readOnly: options.readOnly });
      return new DuckdbStore(client, { ...options, path }, opened, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  write(batch: WriteBatch): Promise<WriteReceipt> {
    return this.#track(() => this.#write(batch));
  }

  async queryRuns(query: RunQuery): Promise<Page<StoredRun>> {
    const listing = planListing('runs', query);
    const rows = await this.#listRuns(toCondition('runs', query.where), listing);
    return { items: await this.#readRuns(rows.slice(0, listing.limit)), ...nextCursor(listing, rows, 1) };
  }

  async countRuns(where?: RunQuery['where']): Promise<number> {
    return Number((await this.#rows(countRunsSql(toCondition('runs', where))))[0]?.[0]);
  }

  async findRuns(idPrefix: string): Promise<readonly StoredRun[]> {
    return (await this.#rows(findRunsSql(wellFormed(idPrefix)))).map(decodeRun);
  }

  async readSpans(runId: RunId, reading?: SpanReading): Promise<readonly Span[]> {
    return (await this.#readSpans(readSpansSql(wellFormed(runId)), reading)).toSorted(compareSpans);
  }

  async readSpansOf(
    runIds: readonly RunId[],
    reading?: SpanReading,
  ): Promise<ReadonlyMap<RunId, readonly Span[]>> {
    const [first, ...others] = runIds;
    if (first === undefined) return new Map();
    // Nothing to look for first: one may be long, and its spans' versions would be a list as long.
    if (others.length === 0) return groupSpans(await this.readSpans(first, reading));
    const statement = findVersionsOfRunsSql(runIds.map(wellFormed));
    for (;;) {
      const rows = await this.#rows(statement);
      const spans = await this.#readVersions(
        rows.map(([version]) => Number(version)),
        reading,
      );
      if (spans !== undefined) return groupSpans(spans);
    }
  }

  async querySpans(query: SpanQuery): Promise<Page<Span>> {
    const listing = planListing('spans', query);
    const text = query.text === undefined ? undefined : checkSearchText(query.text);
    const condition = toCondition('spans', query.where) ?? EVERYTHING;
    for (;;) {
      const page =
        text === undefined
          ? await this.#rows(listSpansSql(condition, undefined, listing))
          : await searchSpans(text, condition, listing, (statement) => this.#rows(statement));
      const items = await this.#readVersions(
        page.slice(0, listing.limit).map(([version]) => Number(version)),
      );
      if (items !== undefined) return { items, ...nextCursor(listing, page, 1) };
    }
  }

  async findSpan(traceId: TraceId, spanId: SpanId): Promise<Span | undefined> {
    return (await this.#readSpans(findSpanSql(wellFormed(traceId), wellFormed(spanId))))[0];
  }

  async aggregate(query: AggregateQuery): Promise<readonly AggregateRow[]> {
    const aggregation = checkAggregate(query);
    const width = aggregation.groups.length;
    return (await this.#rows(aggregateSql(aggregation))).map((row) => ({
      // The casts: keys are text, numbers or times, measures are numbers.
      keys: row.slice(0, width).map((value) => (value ?? undefined) as KeyValue),
      values: row.slice(width).map((value) => (value ?? undefined) as number | undefined),
    }));
  }

  async queryTasks(query: TaskQuery): Promise<Page<TaskGroup>> {
    const listing = planTaskListing(query);
    const condition = toCondition('runs', query.where);
    const rows = await this.#rows(listTasksSql(condition, listing));
    const page = rows.slice(0, listing.limit);
    const tasks = page.map(([task]) => String(task));
    const attempts =
      tasks.length === 0 ? [] : await this.#rows(listAttemptsSql(condition, tasks, listing.attempts));
    return { items: decodeTasks(page, attempts), ...nextCursor(listing, rows, TASK_WIDTH) };
  }

  async findDiagnosis(runId: RunId): Promise<Diagnosis | undefined> {
    return (await this.#readDiagnoses([runId]))[0];
  }

  async listFindings(runIds: readonly RunId[]): Promise<readonly Finding[]> {
    const diagnoses = await this.#readDiagnoses(runIds);
    const reported = await this.#readFindings(runIds);
    return sortFindings(
      diagnoses.flatMap(({ findings }) => findings),
      reported,
    );
  }

  async readReportedFindings(runId: RunId): Promise<readonly Finding[]> {
    return sortFindings([], await this.#readFindings([runId]));
  }

  async findRunsOfTraces(traceIds: readonly TraceId[]): Promise<ReadonlyMap<TraceId, RunId>> {
    const ids = traceIds.map(wellFormed);
    const rows = await this.#collect((onRows) => this.#client.findRunsOfTraces(ids, onRows));
    // The casts: the columns hold the ids of spans.
    return new Map(rows.map(([traceId, runId]) => [String(traceId) as TraceId, String(runId) as RunId]));
  }

  async findStaleRuns(): Promise<readonly RunId[]> {
    // The casts: the column holds the ids of runs.
    return (await this.#rows(STALE_RUNS)).map(([runId]) => String(runId) as RunId);
  }

  deleteRuns(runIds: readonly RunId[], { sweeps = true }: DeleteOptions = {}): Promise<DeleteReceipt> {
    return this.#track(async () => {
      const sent = this.#sent.then(() => ({
        receipt: this.#client.deleteRuns(runIds.map(wellFormed), sweeps),
      }));
      this.#sent = sent;
      try {
        return await (
          await sent
        ).receipt;
      } finally {
        this.#messages = new MessageCache();
      }
    });
  }

  deleteFindings(ids: readonly string[]): Promise<number> {
    return this.#track(async () => {
      const sent = this.#sent.then(() => ({ count: this.#client.deleteFindings(ids.map(wellFormed)) }));
      this.#sent = sent;
      return (await sent).count;
    });
  }

  async compact(): Promise<void> {
    // What cannot be written holds no log that grew.
    if (!this.#options.readOnly) await this.#track(() => this.#client.compact());
  }

  async info(): Promise<StoreInfo> {
    const [counts] = await this.#rows(COUNTS);
    const { path, readOnly } = this.#options;
    const [runs, spans, messages, diagnoses] = (counts ?? []).map(Number);
    const [[usedInFile] = []] = await this.#rows(USED_BYTES);
    const logBytes = await fileSize(`${path}.wal`);
    return {
      engine: 'duckdb',
      ...this.#opened,
      path,
      sizeBytes: (await fileSize(path)) + logBytes,
      usedBytes: Number(usedInFile) + logBytes,
      counts: { runs: runs ?? 0, spans: spans ?? 0, messages: messages ?? 0, diagnoses: diagnoses ?? 0 },
      readOnly,
    };
  }

  /** Finishes what is under way, moves the log into the file and ends the worker. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
      await this.#client.close().finally(this.#release);
    })();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #write(batch: WriteBatch): Promise<WriteReceipt> {
    const sent = this.#sent.then(() => this.#send(batch));
    this.#sent = sent.catch(() => undefined);
    return sumReceipts(await Promise.all(await sent));
  }

  async #send(batch: WriteBatch): Promise<readonly Promise<SliceReceipt>[]> {
    const receipts: Promise<SliceReceipt>[] = [];
    // Encoded one by one, each when the worker is ready for more: a big batch never stands in memory twice.
    for (const slice of sliceBatch(batch)) {
      // A run must not be written when some of its spans could not be.
      if (slice.runs.hashes.length > 0) await Promise.all(receipts);
      await this.#limiter.enter(slice.bytes);
      const receipt = this.#client.write(slice).finally(() => this.#limiter.leave(slice.bytes));
      // Told below, with all others; here it must not count as unhandled.
      receipt.catch(() => undefined);
      receipts.push(receipt);
    }
    return receipts;
  }

  /** Versions and the order's keys, of one run more than the page holds. */
  async #listRuns(condition: Condition | undefined, listing: Listing): Promise<SqlValue[][]> {
    const quick = condition === undefined ? mostFindingsSql(listing) : undefined;
    const page = quick === undefined ? [] : await this.#rows(quick);
    return page.length > listing.limit ? page : await this.#rows(listRunsSql(condition, listing));
  }

  /** The runs of a page's rows, in order: as they are by now where they were written meanwhile, without those that were deleted. */
  async #readRuns(page: readonly Row[]): Promise<readonly StoredRun[]> {
    if (page.length === 0) return [];
    const runIds = page.map((row) => String(row.at(-1)));
    const runs = new Map<string, StoredRun>();
    const add = async (statement: Statement): Promise<void> => {
      for (const run of (await this.#rows(statement)).map(decodeRun)) runs.set(run.runId, run);
    };
    await add(readRunsSql(page.map(([version]) => Number(version))));
    const missing = runIds.filter((runId) => !runs.has(runId));
    if (missing.length > 0) await add(readRunsByIdSql(missing));
    return runIds.flatMap((runId) => runs.get(runId) ?? []);
  }

  async #readDiagnoses(runIds: readonly RunId[]): Promise<Diagnosis[]> {
    return (await this.#readDocuments('diagnoses', runIds)).map(([document]) => decodeDiagnosis(document));
  }

  async #readFindings(runIds: readonly RunId[]): Promise<Finding[]> {
    return (await this.#readDocuments('findings', runIds)).map(decodeFinding);
  }

  async #readDocuments(table: DocumentTable, runIds: readonly RunId[]): Promise<readonly Row[]> {
    const [runId, ...others] = runIds.map(wellFormed);
    if (runId === undefined) return [];
    if (others.length === 0) return this.#rows(readDocumentsOfRunSql(table, runId));
    for (;;) {
      const found = await this.#rows(findDocumentsSql(table, [runId, ...others]));
      if (found.length === 0) return [];
      const documents = await this.#rows(
        readDocumentsSql(
          table,
          found.map(([version]) => Number(version)),
        ),
      );
      // Fewer: some were written anew in between.
      if (documents.length === found.length) return documents;
    }
  }

  async #readSpans(statement: Statement, reading?: SpanReading): Promise<readonly Span[]> {
    for (;;) {
      const drafts: SpanDraft[] = [];
      const share = createShareTexts();
      await this.#eachRow(this.#ask(statement), (row) => drafts.push(decodeSpan(row, share, reading)));
      const spans = await this.#addMessages(drafts);
      // Read after the spans: what a deletion took in between is not there any more, and they are read again.
      if (spans !== undefined) return spans;
    }
  }

  /** The spans of these versions, in order; undefined when some were changed or deleted meanwhile. */
  async #readVersions(
    versions: readonly number[],
    reading?: SpanReading,
  ): Promise<readonly Span[] | undefined> {
    if (versions.length === 0) return [];
    const drafts = new Map<number, SpanDraft>();
    const share = createShareTexts();
    await this.#eachRow(this.#ask(readVersionsSql(versions)), ([version, ...row]) =>
      drafts.set(Number(version), decodeSpan(row, share, reading)),
    );
    return drafts.size < versions.length
      ? undefined
      : this.#addMessages(versions.flatMap((version) => drafts.get(version) ?? []));
  }

  /** The spans with their messages; undefined when some of these are missing. */
  async #addMessages(drafts: readonly SpanDraft[]): Promise<readonly Span[] | undefined> {
    const keys = new Set<number>();
    for (const { input, output } of drafts) {
      for (const cell of [input, output]) for (const key of messageKeys(cell)) keys.add(key);
    }
    const messages = new Map<number, Message>();
    // A deletion meanwhile leaves this one behind, with what is put into it.
    const cache = this.#messages;
    for (const key of keys) {
      const message = cache.get(key);
      if (message !== undefined) messages.set(key, message);
    }
    const missing = [...keys].filter((key) => !messages.has(key)).toSorted((a, b) => a - b);
    if (missing.length > 0) {
      await this.#eachRow(this.#ask(readMessagesSql(missing)), (row) => {
        const [key, message] = decodeMessage(row);
        messages.set(key, message);
        cache.add(key, message, messageSize(row));
      });
    }
    return messages.size < keys.size ? undefined : drafts.map((draft) => putMessages(draft, messages));
  }

  #rows(statement: Statement): Promise<SqlValue[][]> {
    return this.#collect(this.#ask(statement));
  }

  async #collect(ask: Ask): Promise<SqlValue[][]> {
    const rows: SqlValue[][] = [];
    await this.#eachRow(ask, (row) => rows.push(row));
    return rows;
  }

  #ask(statement: Statement): Ask {
    return (onRows) => this.#client.query(statement, onRows);
  }

  /** Row by row as they come: those of a long run never stand in memory beside what is made of them. */
  async #eachRow(ask: Ask, onRow: (row: SqlValue[]) => void): Promise<void> {
    let shares: readonly ShareTexts[] | undefined;
    const onRows = (columns: Columns): void => {
      const count = columns[0]?.length ?? 0;
      const shareOf = (shares ??= columns.map(() => createShareTexts()));
      for (let index = 0; index < count; index += 1)
        onRow(columns.map((column, at) => shareOf[at]?.(column[index] ?? null) ?? null));
    };
    await this.#track(() => ask(onRows));
  }

  /** Starts work that `close` waits for. */
  async #track<T>(start: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) {
      throw new TraceError('store-failed', { message: 'the store is closed', where: this.#options.path });
    }
    const work = start();
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }
}

function toCondition(subject: Subject, where: RunQuery['where']): Condition | undefined {
  return where === undefined ? undefined : checkFilter(subject, where);
}

/** The order's keys stand in the row after the record's columns. */
function nextCursor(listing: Listing, rows: readonly Row[], width: number): { readonly next?: string } {
  const last = rows[listing.limit - 1];
  if (rows.length <= listing.limit || last === undefined) return {};
  const values = last.slice(width).map((value) => (value ?? undefined) as KeyValue);
  return { next: writeCursor(listing.keys, values) };
}
