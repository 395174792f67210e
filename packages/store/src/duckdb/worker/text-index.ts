/**
 * Indexes text as it is appended: each subject has a block that is being filled, and the transaction that begins the next one
 * writes it. After a restart, and for files of older versions, the rows beyond the last block are read back first. A rollback
 * leaves pieces of rows that are not there, which cost a search little: ids are not given again. What stands in no written
 * block yet is searched by reading it.
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
/** Blocks read back in one commit at most, 20 ms each: it holds up what waits. */
const BLOCKS_AT_ONCE = 16;

/** What a span brings into the index. */
export interface IndexedSpan {
  readonly version: number;
  readonly texts: readonly (string | null | undefined)[];
  readonly startTime: bigint | null;
  /** Keys of the messages that it names. */
  readonly messages: readonly number[];
}

interface Block {
  readonly filter: TextFilter;
  readonly keys: Set<number>;
  readonly first: number;
  /** Before `first` while it is empty. */
  last: number;
  startFrom: bigint | null;
  startTo: bigint | null;
  isUndated: boolean;
}

export class TextIndex {
  readonly #connection: DuckDBConnection;
  readonly #appenders: Appenders;
  /** The last row of each subject in a block that is on disk. */
  readonly #last: Record<Subject, number> = { messages: -1, spans: -1 };
  /** Being filled; undefined while rows that belong into it have to be read back. */
  readonly #open: Record<Subject, Block | undefined> = { messages: undefined, spans: undefined };
  /** Complete, and not on disk yet: written with each transaction until one is committed. */
  #complete: { readonly subject: Subject; readonly block: Block }[] = [];

  private constructor(connection: DuckDBConnection, appenders: Appenders) {
    this.#connection = connection;
    this.#appenders = appenders;
  }

  static async open(connection: DuckDBConnection, appenders: Appenders): Promise<TextIndex> {
    const index = new TextIndex(connection, appenders);
    const sql = 'SELECT subject, max(last) FROM text_blocks GROUP BY subject';
    for (const [subject, last] of await readRows(connection, { sql, parameters: [] }))
      index.#last[subject === 'spans' ? 'spans' : 'messages'] = Number(last);
    return index;
  }

  /** After the commit: what `update` has written is there to stay. */
  committed(): void {
    for (const { subject, block } of this.#complete) this.#last[subject] = block.last;
    this.#complete = [];
  }

  /** Ids up to these are taken, even where their rows were deleted. */
  get last(): Readonly<Record<Subject, number>> {
    return this.#last;
  }

  /** A message that the running transaction appends. */
  addMessage(key: number, content: string): void {
    const block = this.#blockFor('messages', key);
    if (block !== undefined) addMessage(block, key, content);
  }

  /** A span that the running transaction appends. */
  addSpan(span: IndexedSpan): void {
    const block = this.#blockFor('spans', span.version);
    if (block !== undefined) addSpan(block, span);
  }

  /**
   * Writes the blocks that are complete, within a running transaction whose rows have been handed over.
   * @param next the ids that come next
   */
  async update(next: Readonly<Record<Subject, number>>): Promise<void> {
    for (const subject of ['messages', 'spans'] as const)
      if (this.#open[subject] === undefined) await this.#readBack(subject, next[subject]);
    for (const { subject, block } of this.#complete) await this.#append(subject, block);
  }

  /** Whether `update` has more to do. */
  isBehind(next: Readonly<Record<Subject, number>>): boolean {
    return (['messages', 'spans'] as const).some(
      (subject) => this.#open[subject] === undefined && next[subject] - 1 - this.#last[subject] >= BLOCK_ROWS,
    );
  }

  #blockFor(subject: Subject, id: number): Block | undefined {
    const block = this.#open[subject];
    if (block === undefined) return undefined;
    if (!block.filter.isFull && id - block.first < BLOCK_ROWS) return block;
    if (block.last >= block.first) this.#complete.push({ subject, block });
    const next = newBlock(id);
    this.#open[subject] = next;
    return next;
  }

  /** Rows beyond the last block; those that complete none make the block that is filled from now on. */
  async #readBack(subject: Subject, next: number): Promise<void> {
    let first = this.#last[subject] + 1;
    for (let count = 0; count < BLOCKS_AT_ONCE; count += 1) {
      const block = await this.#readBlock(subject, first);
      if (!block.filter.isFull && next - first < BLOCK_ROWS) {
        this.#open[subject] = block;
        return;
      }
      // Not every id has a row: other tables count versions too, and rows get deleted.
      if (!block.filter.isFull) block.last = first + BLOCK_ROWS - 1;
      this.#complete.push({ subject, block });
      first = block.last + 1;
    }
  }

  async #readBlock(subject: Subject, first: number): Promise<Block> {
    const { id, columns } = SOURCES[subject];
    const last = first + BLOCK_ROWS - 1;
    const sql = `SELECT ${columns} FROM ${subject} WHERE ${id} BETWEEN ${first} AND ${last} ORDER BY ${id}`;
    const block = newBlock(first);
    const rows = streamStatement(this.#connection, { sql, parameters: [] });
    for await (const chunk of rows) {
      for (let row = 0; row < (chunk[0]?.length ?? 0) && !block.filter.isFull; row += 1) {
        const cells = chunk.map((column) => column[row] ?? null);
        if (subject === 'messages') addMessage(block, Number(cells[0]), String(cells[1]));
        else addSpan(block, toIndexedSpan(cells));
      }
    }
    return block;
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
    last: first - 1,
    startFrom: null,
    startTo: null,
    isUndated: false,
  };
}

function addMessage(block: Block, key: number, content: string): void {
  block.filter.add(content);
  block.last = key;
}

function addSpan(block: Block, { version, texts, startTime, messages }: IndexedSpan): void {
  for (const text of texts) if (typeof text === 'string') block.filter.add(text);
  for (const key of messages) block.keys.add(key);
  if (startTime === null) {
    block.isUndated = true;
  } else {
    if (block.startFrom === null || startTime < block.startFrom) block.startFrom = startTime;
    if (block.startTo === null || startTime > block.startTo) block.startTo = startTime;
  }
  block.last = version;
}

function toIndexedSpan(cells: readonly SqlValue[]): IndexedSpan {
  const [version, name, statusMessage, argumentsText, result, start, input, output] = cells;
  return {
    version: Number(version),
    texts: [name, statusMessage, argumentsText, result].map((text) =>
      typeof text === 'string' ? text : null,
    ),
    startTime: typeof start === 'bigint' ? start : null,
    messages: [...messageKeys(input), ...messageKeys(output)],
  };
}
