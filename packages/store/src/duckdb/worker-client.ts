/** The main thread's end of the store's worker: requests out, answers back, errors as TraceErrors. */
import { Worker } from 'node:worker_threads';
import { TraceError, type DeleteReceipt } from '@tracewright/core';
import type {
  Columns,
  ErrorData,
  Opened,
  ReplyMessage,
  Request,
  RequestMessage,
  SliceReceipt,
  Statement,
  WorkerOptions,
  WriteSlice,
} from './protocol.ts';

interface Pending {
  readonly onRows: (columns: Columns) => void;
  readonly resolve: (reply: ReplyMessage) => void;
  readonly reject: (error: unknown) => void;
}

export class WorkerClient {
  readonly #worker: Worker;
  readonly #path: string;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #failure: TraceError | undefined;

  private constructor(options: WorkerOptions) {
    this.#path = options.path;
    this.#worker = startWorker(options);
    this.#worker.on('message', (reply: ReplyMessage) => this.#receive(reply));
    this.#worker.on('error', (cause) => this.#fail(`the store's thread failed: ${cause.message}`, cause));
    this.#worker.on('exit', () => this.#fail("the store's thread has ended"));
  }

  /** @throws TraceError `store-locked`, `store-corrupt`, `store-version`, `store-failed` */
  static async start(
    options: WorkerOptions,
  ): Promise<{ readonly client: WorkerClient; readonly opened: Opened }> {
    const client = new WorkerClient(options);
    const reply = await client.#wait(0).catch(async (error: unknown) => {
      // The file is free again only when the thread is gone.
      await client.#worker.terminate();
      throw error;
    });
    if (reply.kind !== 'opened') throw new Error(`unreachable: ${reply.kind} before opened`);
    return { client, opened: reply.value };
  }

  /** @param onRows gets the rows as they arrive, in order */
  async query(statement: Statement, onRows: (columns: Columns) => void): Promise<void> {
    await this.#request({ kind: 'query', statement }, onRows);
  }

  async write(slice: WriteSlice): Promise<SliceReceipt> {
    const transfer = [slice.spans, slice.runs, slice.diagnoses, slice.findings].flatMap(({ columns }) =>
      columns.flatMap((column) => (column.type === 'number' ? [column.values.buffer as ArrayBuffer] : [])),
    );
    const reply = await this.#request({ kind: 'write', slice }, ignore, transfer);
    if (reply.kind !== 'written') throw new Error(`unreachable: ${reply.kind} for a write`);
    return reply.receipt;
  }

  /** @param onRows gets a trace and its run a row */
  async findRunsOfTraces(traceIds: readonly string[], onRows: (columns: Columns) => void): Promise<void> {
    await this.#request({ kind: 'find-traces', traceIds }, onRows);
  }

  async deleteRuns(runIds: readonly string[], sweeps: boolean): Promise<DeleteReceipt> {
    const reply = await this.#request({ kind: 'delete', runIds, sweeps }, ignore);
    if (reply.kind !== 'deleted') throw new Error(`unreachable: ${reply.kind} for a deletion`);
    return reply.receipt;
  }

  async deleteFindings(ids: readonly string[]): Promise<number> {
    const reply = await this.#request({ kind: 'delete-findings', ids }, ignore);
    if (reply.kind !== 'findings-deleted') throw new Error(`unreachable: ${reply.kind} for a deletion`);
    return reply.count;
  }

  async compact(): Promise<void> {
    await this.#request({ kind: 'compact' }, ignore);
  }

  /** Waits for what is under way, then ends the worker. */
  async close(): Promise<void> {
    const exited = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    try {
      await this.#request({ kind: 'close' }, ignore);
      this.#worker.ref();
      await exited;
    } catch (error) {
      await this.#worker.terminate();
      throw error;
    }
  }

  #request(
    request: Request,
    onRows: (columns: Columns) => void,
    transfer: ArrayBuffer[] = [],
  ): Promise<ReplyMessage> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#lastId += 1;
    const message: RequestMessage = { id: this.#lastId, request };
    this.#worker.postMessage(message, transfer);
    return this.#wait(message.id, onRows);
  }

  #wait(id: number, onRows: (columns: Columns) => void = ignore): Promise<ReplyMessage> {
    // A process may end while the store is idle (all is on disk), but not while it waits for an answer.
    this.#worker.ref();
    return new Promise((resolve, reject) => this.#pending.set(id, { onRows, resolve, reject }));
  }

  #receive(reply: ReplyMessage): void {
    const pending = this.#pending.get(reply.id);
    if (reply.kind === 'rows') {
      // Also of a query that nobody waits for any more: it holds a connection until it ends.
      this.#worker.postMessage({ id: reply.id, request: { kind: 'taken' } } satisfies RequestMessage);
      if (pending === undefined) return;
      try {
        pending.onRows(reply.columns);
      } catch (error) {
        // Rows that cannot be decoded: who asked is told, not the process.
        this.#settle(reply.id);
        pending.reject(error);
      }
      return;
    }
    if (pending === undefined) return;
    this.#settle(reply.id);
    if (reply.kind === 'failed') pending.reject(toError(reply.error));
    else pending.resolve(reply);
  }

  #settle(id: number): void {
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
  }

  #fail(message: string, cause?: unknown): void {
    this.#failure ??= new TraceError('store-failed', {
      message,
      where: this.#path,
      fix: 'open the store again',
      cause,
    });
    for (const { reject } of this.#pending.values()) reject(this.#failure);
    this.#pending.clear();
  }
}

function ignore(): void {
  // Rows are expected for queries only.
}

function toError({ code, message, where, fix }: ErrorData): TraceError {
  return new TraceError(code, { message, where, fix });
}

/**
 * The engine's allocator gives back within a second what was freed, and the next commit takes it anew: a fifth of the CPU time of a
 * store under load went there. It reads this when the engine is loaded, from the environment of the process, which only the
 * main thread can set.
 */
const KEEP_MEMORY = {
  name: 'DUCKDB_JE_MALLOC_CONF',
  value: 'dirty_decay_ms:60000,muzzy_decay_ms:60000',
} as const;

/** From source (tests, `tsx`) the worker is TypeScript too and needs a loader; the built file needs nothing. */
function startWorker(workerData: WorkerOptions): Worker {
  process.env[KEEP_MEMORY.name] ??= KEEP_MEMORY.value;
  const isSource = import.meta.url.endsWith('.ts');
  if (!isSource) return new Worker(new URL('./worker/main.js', import.meta.url), { workerData });
  // Of this source, as `npm test` sees to: a thread that need not compile starts in a tenth of the time.
  if (process.env['TRACEWRIGHT_BUILT'] !== undefined) {
    return new Worker(new URL('../../dist/duckdb/worker/main.js', import.meta.url), {
      workerData,
      execArgv: [],
    });
  }
  return new Worker(new URL('./worker/from-source.js', import.meta.url), {
    workerData,
    execArgv: ['--conditions=@tracewright/source'],
  });
}
