/**
 * Messages read lately. Runs share their prompts, and a run that grows is read again and again: what stands here is not decompressed
 * once more, 2,048 messages for one. A key names one message for ever, so nothing here grows old; after a deletion the store takes a new
 * cache, so that what is deleted does not stay in memory.
 */
import type { Message } from '@tracewright/core';

/** UTF-16 units of JSON, roughly. */
const MAX_SIZE = 8 * 2 ** 20;
/** One that is larger would push out many. */
const MAX_MESSAGE_SIZE = MAX_SIZE / 32;

interface Entry {
  readonly message: Message;
  readonly size: number;
}

export class MessageCache {
  /** Used longest ago first. */
  readonly #entries = new Map<number, Entry>();
  #size = 0;

  get(key: number): Message | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.message;
  }

  add(key: number, message: Message, size: number): void {
    if (size > MAX_MESSAGE_SIZE || this.#entries.has(key)) return;
    this.#entries.set(key, { message, size });
    this.#size += size;
    for (const [oldest, entry] of this.#entries) {
      if (this.#size <= MAX_SIZE) return;
      this.#entries.delete(oldest);
      this.#size -= entry.size;
    }
  }
}
