/**
 * When to move the write-ahead log into the file. A checkpoint holds up commits for as long as the log is big (2 s for
 * 256 MB), so it happens at 64 MB, and when nothing was written for a while.
 */
import { fileSize } from '../file-size.ts';

const WAL_BYTES = 64 * 2 ** 20;
const IDLE_MS = 2_000;

export class CheckpointPolicy {
  readonly #walPath: string;
  readonly #onIdle: () => void;
  #timer: NodeJS.Timeout | undefined;

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
    this.#timer = setTimeout(this.#onIdle, IDLE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
