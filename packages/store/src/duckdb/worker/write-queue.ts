/** One change at a time, in the order asked: commits, deletions and checkpoints never overlap. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DeleteReceipt } from '@tracewright/core';
import type { SliceReceipt, WriteSlice } from '../protocol.ts';
import { CheckpointPolicy } from './checkpoint.ts';
import { trimMemory } from './database.ts';
import type { PendingWrite, Writer } from './writer.ts';

/** Slices committed together at most: bounds how long the first of them waits. */
const SLICES_PER_COMMIT = 16;

type Pending = PendingWrite | { readonly alone: () => Promise<void> };

export class WriteQueue {
  readonly #connection: DuckDBConnection;
  readonly #writer: Writer;
  readonly #policy: CheckpointPolicy;
  readonly #waiting: Pending[] = [];
  #running: Promise<void> | undefined;

  constructor(connection: DuckDBConnection, writer: Writer, path: string) {
    this.#connection = connection;
    this.#writer = writer;
    this.#policy = new CheckpointPolicy(path, () => this.#start(true));
    this.#policy.wait();
  }

  /** Resolves when the slice is on disk. */
  write(slice: WriteSlice): Promise<SliceReceipt> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ slice, resolve, reject });
      this.#start(false);
    });
  }

  traceCandidates(traceIds: readonly string[]): readonly string[] {
    return this.#writer.traceCandidates(traceIds);
  }

  /** Resolves when the runs are gone from the disk. */
  deleteRuns(runIds: readonly string[], sweeps: boolean): Promise<DeleteReceipt> {
    return this.#alone(() => this.#writer.deleteRuns(runIds, sweeps));
  }

  /** Resolves when they are gone from the disk. */
  deleteFindings(ids: readonly string[]): Promise<number> {
    return this.#alone(() => this.#writer.deleteFindings(ids));
  }

  /** Resolves when the log is in the file, or there was no room for that. */
  compact(): Promise<void> {
    return this.#alone(() => this.#checkpoint());
  }

  /** Work that is committed with nothing else. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ alone: () => work().then(resolve, reject) });
      this.#start(false);
    });
  }

  /** Finishes what waits, then moves the log into the file. */
  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    this.#policy.stop();
    if (await this.#policy.hasRoom()) await this.#connection.run('CHECKPOINT');
  }

  /** No checkpoint any more. */
  stop(): void {
    this.#policy.stop();
  }

  #start(isIdle: boolean): void {
    this.#running ??= this.#drain(isIdle)
      // Who waits for a change is told by the change itself; all else, as on a full disk, is tried again.
      .catch(() => this.#policy.wait())
      .finally(() => {
        this.#running = undefined;
        if (this.#waiting.length > 0) this.#start(false);
      });
  }

  async #drain(isIdle: boolean): Promise<void> {
    if (isIdle) return this.#tidy();
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if ('alone' in first) {
        this.#waiting.shift();
        await first.alone();
      } else {
        await this.#writer.commit(this.#takeWrites());
      }
      if (!(await this.#policy.isDue())) continue;
      await this.#checkpoint();
      await trimMemory(this.#connection);
    }
  }

  /** The writes in front. */
  #takeWrites(): PendingWrite[] {
    const writes: PendingWrite[] = [];
    for (const pending of this.#waiting.slice(0, SLICES_PER_COMMIT)) {
      if ('alone' in pending) break;
      writes.push(pending);
    }
    this.#waiting.splice(0, writes.length);
    return writes;
  }

  /** What there is time for when nobody writes. */
  async #tidy(): Promise<void> {
    while (this.#waiting.length === 0 && (await this.#writer.indexText()));
    if (this.#waiting.length === 0) await this.#checkpoint();
  }

  /** The log holds everything: without room it just grows on, and a checkpoint that fails loses nothing. */
  async #checkpoint(): Promise<void> {
    if (await this.#policy.hasRoom()) await this.#connection.run('CHECKPOINT');
    else this.#policy.wait();
  }
}
