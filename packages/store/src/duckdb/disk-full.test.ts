/** On a small disk of its own: skipped where this user may not mount one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Span, SpanStore } from '@tracewright/core';
import { makeRandom, makeText } from '../../bench/workload.ts';
import { findErrorCode } from '../conformance/describe.ts';
import { makeMessage, makeSpan, runId, traceId } from '../conformance/builders.ts';
import { withStore } from '../conformance/with-store.ts';
import { openStore } from '../open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-disk-'));
const mount = (options: string): number | null =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status;
const unmount = (): void => void spawnSync('umount', [folder]);
const canMount = mount('size=1m') === 0;
if (canMount) unmount();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Random letters do not compress much: a batch takes about 400 kB of log. */
function makeBatch(number: number): { readonly spans: readonly Span[] } {
  const random = makeRandom(number + 1);
  const spans = Array.from({ length: 20 }, (_, index) =>
    makeSpan(number * 20 + index, {
      traceId: traceId(number),
      runId: runId(number),
      input: [makeMessage(`${index} ${makeText(random, 20_000)}`)],
    }),
  );
  return { spans };
}

describe.skipIf(!canMount)('a disk', () => {
  const path = join(folder, 'traces.duckdb');
  beforeEach(() => void mount('size=16m'));
  afterEach(unmount);

  it('that is full fails writes only, loses nothing acknowledged, and goes on when there is room', async () => {
    const acknowledged: number[] = [];
    const write = async (store: SpanStore, number: number): Promise<void> => {
      await store.write(makeBatch(number));
      acknowledged.push(number);
    };
    await withStore(openStore({ path }), async (store) => {
      let failure: unknown;
      for (let number = 0; failure === undefined; number += 1)
        failure = await write(store, number).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'store-failed',
        message: expect.stringContaining('disk is full'),
      });
      expect(acknowledged.length).toBeGreaterThan(10);
      // Long enough for the store to be idle, which is when it would move the log into the file.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(await findErrorCode(write(store, 500))).toBe('store-failed');
      expect((await store.info()).counts.spans).toBe(acknowledged.length * 20);
      expect(await store.readSpans(runId(0))).toStrictEqual(makeBatch(0).spans);
      execFileSync('mount', ['-o', 'remount,size=64m', folder]);
      await write(store, 500);
    });
    await withStore(openStore({ path }), async (store) => {
      expect((await store.info()).counts.spans).toBe(acknowledged.length * 20);
      for (const number of acknowledged.slice(-3))
        expect(await store.readSpans(runId(number))).toStrictEqual(makeBatch(number).spans);
    });
  });

  it('without room for a new store takes one as soon as there is', async () => {
    const filler = join(folder, 'filler');
    const size = statfsSync(folder).bavail * 4096;
    for (const pages of [0, 1, 2, 3, 4]) {
      writeFileSync(filler, Buffer.alloc(size - pages * 4096));
      expect(await findErrorCode(openStore({ path }))).toBe('store-failed');
      rmSync(filler);
      await withStore(openStore({ path }), (store) => store.write(makeBatch(1)));
      rmSync(path);
    }
  });

  it('that cannot be written says so', async () => {
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    await expect(openStore({ path })).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('rights'),
    });
  });
});
