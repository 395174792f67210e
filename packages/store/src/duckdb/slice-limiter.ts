/**
 * Backpressure: how much may be on its way to the worker. The next one waits, in order. Many small slices may go at once:
 * what waits for the worker is committed together.
 */

/** Bytes, as `sliceBytes` counts them: about four large slices. */
const BYTES_UNDER_WAY = 24 * 2 ** 20;
/** Twice what the worker commits together. */
const SLICES_UNDER_WAY = 32;

export class SliceLimiter {
  #slices = 0;
  #bytes = 0;
  readonly #waiting: (() => void)[] = [];

  /** Resolves when a slice of so many bytes may go. */
  async enter(bytes: number): Promise<void> {
    while (this.#slices >= SLICES_UNDER_WAY || this.#bytes >= BYTES_UNDER_WAY)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#slices += 1;
    this.#bytes += bytes;
  }

  leave(bytes: number): void {
    this.#slices -= 1;
    this.#bytes -= bytes;
    this.#waiting.shift()?.();
  }
}
