import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WriteSlice } from '../protocol.ts';
import { CheckpointPolicy } from './checkpoint.ts';
import { WriteQueue } from './write-queue.ts';
import type { PendingWrite, Writer } from './writer.ts';

const path = join(tmpdir(), 'tracewright-no-such-store.duckdb');
const IDLE_MS = 2_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function makeQueue(indexText: () => Promise<boolean>): {
  readonly queue: WriteQueue;
  readonly statements: readonly string[];
} {
  const statements: string[] = [];
  const receipt = { messagesAdded: 0 };
  // The casts: the queue uses no more of either.
  const connection = { run: async (sql: string) => statements.push(sql) } as unknown as DuckDBConnection;
  const commit = async (writes: readonly PendingWrite[]): Promise<void> => {
    for (const { resolve } of writes) resolve(receipt as Parameters<typeof resolve>[0]);
  };
  const writer = { commit, indexText } as unknown as Writer;
  return { queue: new WriteQueue(connection, writer, path), statements };
}

describe('a write queue', () => {
  it('outlives idle work that fails, and tries it again', async () => {
    const indexText = vi.fn<() => Promise<boolean>>(async () => false);
    indexText.mockRejectedValueOnce(new Error('the disk is full')).mockRejectedValueOnce(new Error('still'));
    const { queue, statements } = makeQueue(indexText);
    await vi.advanceTimersByTimeAsync(IDLE_MS);
    expect(indexText).toHaveBeenCalledTimes(1);
    // The cast: nothing reads the slice.
    expect(await queue.write({} as WriteSlice)).toBeDefined();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    await vi.advanceTimersByTimeAsync(IDLE_MS);
    expect(indexText).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(IDLE_MS);
    expect(indexText).toHaveBeenCalledTimes(3);
    await vi.waitFor(() => expect(statements).toStrictEqual(['CHECKPOINT']));
  });
});

describe('a checkpoint policy', () => {
  it('waits for nothing more once it was stopped in the middle of a question', async () => {
    const policy = new CheckpointPolicy(path, () => undefined);
    const due = policy.isDue();
    policy.stop();
    expect(await due).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
