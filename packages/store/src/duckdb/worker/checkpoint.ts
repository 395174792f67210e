/**
 * When to move the write-ahead log into the file. A checkpoint holds up commits for as long as the log is big (2 s for
 * 256 MB), so it happens at 64 MB, and when nothing was written for a while.
 *
 * The engine gives up its instance when the disk is full in the middle of a checkpoint, where a commit that finds no room
 * only fails: so it is not begun without room for what the log holds.
 */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileSize } from '../file-size.ts';

const WAL_BYTES = 64 * 2 ** 20;
const IDLE_MS = 2_000;
/** Beyond the log: what is rewritten beside it. */
const SPARE_BYTES = 8 * 2 ** 20;

export class CheckpointPolicy {
  readonly #walPath: string;
  readonly #onIdle: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(path: string, onIdle: () => void) {
    this.#walPath = `${path}.wal`;
    this.#onIdle = onIdle;
  }

  /** To be asked after every commit. */
  async isDue(): Promise<boolean> {
    clearTimeout(this.#timer);
    if ((await fileSize(this.#walPath)) >= WAL_BYTES) return true;
    this.wait();
    return false;
  }

  /** Until the store is idle. */
  wait(): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(this.#onIdle, IDLE_MS);
  }

  /** Whether the disk has room for a checkpoint. */
  async hasRoom(): Promise<boolean> {
    const { bavail, bsize } = await statfs(dirname(this.#walPath));
    return bavail * bsize >= (await fileSize(this.#walPath)) + SPARE_BYTES;
  }

  /** For good: a question that is under way starts no wait either. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }
}
