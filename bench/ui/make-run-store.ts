import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countStats } from '@tracewright/analysis';
import type { RunId } from '@tracewright/core';
import { openStore } from '@tracewright/store';
import { generateRun } from './generate-run.ts';

export const RUN_ID = '0000000000000001' as RunId;
/** Part of the file's name: a store of another version is not used again. */
const VERSION = 1;

/** A store with one generated run, made once and found again by the next benchmark. @returns its path */
export async function makeRunStore(spans: number, message: number): Promise<string> {
  const folder = join(tmpdir(), 'tracewright-bench-ui');
  const path = join(folder, `${VERSION}-${spans}-${message}.duckdb`);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  const unfinished = `${path}.new`;
  await rm(unfinished, { force: true });
  const { run, batches } = generateRun(1, spans, message);
  {
    await using store = await openStore({ path: unfinished });
    for (const batch of batches()) await store.write({ spans: batch });
    await store.write({ runs: [{ run, stats: countStats(await store.readSpans(run.runId)) }] });
  }
  await rename(unfinished, path);
  return path;
}
