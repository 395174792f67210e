/** Runs mutated imports in a worker of bounded memory; the watcher sees each start in shared memory and ends a hang. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { buildSteps, diagnose } from '@tracewright/analysis';
import { isTraceError, type Run, type Span } from '@tracewright/core';
import {
  createContentReader,
  importUnit,
  memoryFile,
  planImport,
  type SourceFile,
} from '@tracewright/importers';
import { expandArchive } from '@tracewright/server';
import { createRandom, mutate, type Random } from './mutate.ts';
import { packTar, packZip, type PackedFile } from './pack.ts';

export interface FuzzOrder {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  readonly fixtures: string;
  /** [0] index of the iteration at work, [1] its start in ms since the worker began. */
  readonly progress: SharedArrayBuffer;
}

export interface FuzzFailure {
  readonly iteration: number;
  readonly seedCase: string;
  readonly error: string;
}

export interface FuzzResult {
  readonly failures: readonly FuzzFailure[];
  readonly slowestMs: number;
  readonly slowest: string;
  readonly runs: number;
  readonly problems: number;
  readonly peakRssBytes: number;
}

interface SeedCase {
  readonly name: string;
  readonly files: readonly PackedFile[];
}

function listFiles(folder: string, prefix: string = ''): string[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) =>
      statSync(join(folder, name)).isDirectory()
        ? listFiles(join(folder, name), `${prefix}${name}/`)
        : [`${prefix}${name}`],
    );
}

function readSeeds(fixtures: string): SeedCase[] {
  return readdirSync(fixtures)
    .toSorted()
    .flatMap((format) => readdirSync(join(fixtures, format)).map((name) => `${format}/${name}`))
    .filter((name) => statSync(join(fixtures, name)).isDirectory())
    .map((name) => ({
      name,
      files: listFiles(join(fixtures, name)).map((path) => ({
        path,
        bytes: readFileSync(join(fixtures, name, path)),
      })),
    }));
}

/** One file of the case is damaged; now and then it is compressed before or after, or the whole case is packed and then damaged. */
async function damage(seed: SeedCase, random: Random): Promise<SourceFile[]> {
  const shape = random();
  if (shape < 0.04) return [memoryFile('case.tar', mutate(await packTar(seed.files), random))];
  if (shape < 0.08) return [memoryFile('case.zip', mutate(packZip(seed.files), random))];
  if (shape < 0.1) return [memoryFile('case.zip', packZip(seed.files))];
  const target = Math.floor(random() * seed.files.length);
  return seed.files.map(({ path, bytes }, index) => {
    if (index !== target) return memoryFile(path, bytes);
    const roll = random();
    if (roll < 0.05) return memoryFile(`${path}.gz`, mutate(gzipSync(bytes), random));
    if (roll < 0.1) return memoryFile(`${path}.gz`, gzipSync(mutate(bytes, random)));
    return memoryFile(path, mutate(bytes, random));
  });
}

async function importAll(files: readonly SourceFile[]): Promise<{ runs: number; problems: number }> {
  const expanded: SourceFile[] = [];
  let problems = 0;
  for (const file of files) {
    try {
      expanded.push(...(await expandArchive(file, () => undefined)));
    } catch (error) {
      if (!isTraceError(error)) throw error;
      problems += 1;
    }
  }
  const open = createContentReader();
  const plan = await planImport(expanded, open);
  problems += plan.problems.length;
  const runs: Run[] = [];
  const spans = new Map<string, Span[]>();
  for (const unit of plan.units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'problem') {
        problems += 1;
        const { code, message } = item.problem;
        // A stopped unit is a crash in a polite coat, unless reading itself failed.
        if (code === 'file-unreadable') throw new Error(`the importer ${unit.format.name} threw: ${message}`);
      } else if (item.kind === 'run') runs.push(item.run);
      else if (item.kind === 'spans')
        for (const span of item.spans) spans.set(span.runId, [...(spans.get(span.runId) ?? []), span]);
    }
  }
  for (const run of runs) {
    const own = spans.get(run.runId) ?? [];
    buildSteps(own);
    diagnose(run, own);
  }
  return { runs: runs.length, problems };
}

async function work({ seed, first, count, fixtures, progress }: FuzzOrder): Promise<FuzzResult> {
  const seeds = readSeeds(fixtures);
  const shared = new Float64Array(progress);
  const failures: FuzzFailure[] = [];
  let runs = 0;
  let problems = 0;
  let slowestMs = 0;
  let slowest = '';
  let peakRssBytes = 0;
  for (let iteration = first; iteration < first + count; iteration += 1) {
    const random = createRandom(seed * 1_000_003 + iteration);
    const seedCase = seeds[Math.floor(random() * seeds.length)];
    if (seedCase === undefined) throw new Error(`no fixtures in ${fixtures}`);
    const files = await damage(seedCase, random);
    const start = performance.now();
    shared[1] = start;
    shared[0] = iteration;
    try {
      const result = await importAll(files);
      runs += result.runs;
      problems += result.problems;
    } catch (error) {
      failures.push({
        iteration,
        seedCase: seedCase.name,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
    const elapsed = performance.now() - start;
    if (elapsed > slowestMs) {
      slowestMs = elapsed;
      slowest = `iteration ${iteration} (${seedCase.name})`;
    }
    if (iteration % 200 === 0) peakRssBytes = Math.max(peakRssBytes, process.memoryUsage().rss);
  }
  return { failures, slowestMs, slowest, runs, problems, peakRssBytes };
}

if (parentPort !== null) parentPort.postMessage(await work(workerData as FuzzOrder));
