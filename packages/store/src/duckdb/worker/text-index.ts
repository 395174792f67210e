/**
 * Indexes text behind the writes: what was appended since the last block is read back, in the transaction that appended it
 * or a later one, and a block is closed when its filter is half full. So files of older versions, restarts and crashes
 * need no case of their own; what is not indexed yet is searched by reading it.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { SEGMENTS, TextFilter } from '../text-filter.ts';
import { messageKeys } from '../decode.ts';
import type { SqlValue } from '../protocol.ts';
import type { Appenders } from './appenders.ts';
import { readRows, streamStatement } from './statements.ts';

type Subject = 'messages' | 'spans';

const SOURCES: Readonly<Record<Subject, { readonly id: string; readonly columns: string }>> = {
  messages: { id: 'key', columns: 'key, content' },
  spans: {
    id: 'version',
    columns: 'version::INTEGER, name, status_message, arguments, result, start_time, input, output',
  },
};
/** Ids in a block at most, and how many may wait: a search reads those in some ten milliseconds. */
const BLOCK_ROWS = 1_024;
/** Blocks closed in one commit at most, 20 ms each: it holds up what waits. */
const BLOCKS_AT_ONCE = 16;

interface Block {
  readonly filter: TextFilter;
  readonly keys: Set<number>;
  readonly first: number;
  last: number;
  startFrom: bigint | null;
  startTo: bigint | null;
  isUndated: boolean;
}

export class TextIndex {
  readonly #connection: DuckDBConnection;
  readonly #appenders: Appenders;
  /** The last indexed row of each subject. */
  readonly #last: Record<Subject, number> = { messages: -1, spans: -1 };

  private constructor(connection: DuckDBConnection, appenders: Appenders) {
    this.#connection = connection;
    this.#appenders = appenders;
  }

  static async open(connection: DuckDBConnection, appenders: Appenders): Promise<TextIndex> {
    const index = new TextIndex(connection, appenders);
    await index.reload();
    return index;
  }

  /** After a rollback. */
  async reload(): Promise<void> {
    const sql = 'SELECT subject, max(last) FROM text_blocks GROUP BY subject';
    const rows = await readRows(this.#connection, { sql, parameters: [] });
    // Only now: what was indexed must not be again because it could not be read.
    this.#last.messages = -1;
    this.#last.spans = -1;
    for (const [subject, last] of rows) this.#last[subject === 'spans' ? 'spans' : 'messages'] = Number(last);
  }

  /** Ids up to these are taken, even where their rows were deleted. */
  get last(): Readonly<Record<Subject, number>> {
    return this.#last;
  }

  /**
   * Closes the blocks that are complete, within a running transaction whose rows have been handed over.
   * @param next the ids that come next
   */
  async update(next: Readonly<Record<Subject, number>>): Promise<void> {
    for (const subject of ['messages', 'spans'] as const) {
      for (let count = 0; count < BLOCKS_AT_ONCE; count += 1) {
        if (next[subject] - 1 - this.#last[subject] < BLOCK_ROWS) break;
        await this.#closeBlock(subject);
      }
    }
  }

  /** Whether `update` has more to do. */
  isBehind(next: Readonly<Record<Subject, number>>): boolean {
    return (['messages', 'spans'] as const).some(
      (subject) => next[subject] - 1 - this.#last[subject] >= BLOCK_ROWS,
    );
  }

  async #closeBlock(subject: Subject): Promise<void> {
    const { id, columns } = SOURCES[subject];
    const first = this.#last[subject] + 1;
    const last = first + BLOCK_ROWS - 1;
    const sql = `SELECT ${columns} FROM ${subject} WHERE ${id} BETWEEN ${first} AND ${last} ORDER BY ${id}`;
    const block = newBlock(first);
    const rows = streamStatement(this.#connection, { sql, parameters: [] });
    for await (const chunk of rows) {
      for (let row = 0; row < (chunk[0]?.length ?? 0) && !block.filter.isFull; row += 1) {
        const cells = chunk.map((column) => column[row] ?? null);
        if (subject === 'messages') addMessage(block, cells);
        else addSpan(block, cells);
      }
    }
    // Not every id has a row: other tables count versions too, and rows get deleted.
    if (!block.filter.isFull) block.last = last;
    await this.#append(subject, block);
    this.#last[subject] = block.last;
  }

  async #append(subject: Subject, block: Block): Promise<void> {
    const appender = await this.#appenders.open('text_blocks');
    appender.appendVarchar(subject);
    appender.appendInteger(block.first);
    appender.appendInteger(block.last);
    for (const time of [block.startFrom, block.startTo]) {
      if (time === null) appender.appendNull();
      else appender.appendHugeInt(time);
    }
    appender.appendBoolean(block.isUndated);
    for (let segment = 0; segment < SEGMENTS; segment += 1)
      appender.appendBlob(block.filter.segment(segment));
    appender.endRow();
    appender.flushSync();
    const uses = await this.#appenders.open('message_uses');
    for (const key of block.keys) {
      uses.appendInteger(key);
      uses.appendInteger(block.first);
      uses.endRow();
    }
    uses.flushSync();
  }
}

function newBlock(first: number): Block {
  return {
    filter: new TextFilter(),
    keys: new Set(),
    first,
    last: first,
    startFrom: null,
    startTo: null,
    isUndated: false,
  };
}

function addMessage(block: Block, [key, content]: readonly SqlValue[]): void {
  block.filter.add(String(content));
  block.last = Number(key);
}

function addSpan(block: Block, cells: readonly SqlValue[]): void {
  const [version, name, statusMessage, argumentsText, result, start, input, output] = cells;
  for (const text of [name, statusMessage, argumentsText, result])
    if (typeof text === 'string') block.filter.add(text);
  for (const key of [...messageKeys(input), ...messageKeys(output)]) block.keys.add(key);
  if (typeof start === 'bigint') {
    if (block.startFrom === null || start < block.startFrom) block.startFrom = start;
    if (block.startTo === null || start > block.startTo) block.startTo = start;
  } else {
    block.isUndated = true;
  }
  block.last = Number(version);
}
