import { join } from 'node:path';
import { buildSteps } from '@tracewright/analysis';
import type { Run, Span, Step } from '@tracewright/core';
import { createContentReader, importUnit, planImport } from '@tracewright/importers';
import { openPaths } from '@tracewright/server';

const DATA = process.env['TRACEWRIGHT_DATA'] ?? '../shared/data';

export interface ImportedRun {
  readonly run: Run;
  readonly steps: readonly Step[];
}

/** The runs of files and archives below the data folder, with their steps. `archive!member` reads the archive. */
export async function readRuns(paths: readonly string[]): Promise<ImportedRun[]> {
  const files = [...new Set(paths.map((path) => path.split('!')[0] ?? path))].toSorted();
  const runs: Run[] = [];
  const spans = new Map<string, Span[]>();
  await using opened = await openPaths(files.map((path) => join(DATA, path)));
  const open = createContentReader();
  for (const unit of (await planImport(opened.files, open)).units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs.push(item.run);
      if (item.kind !== 'spans') continue;
      for (const span of item.spans) spans.set(span.runId, [...(spans.get(span.runId) ?? []), span]);
    }
  }
  return runs.map((run) => ({ run, steps: buildSteps(spans.get(run.runId) ?? []) }));
}
