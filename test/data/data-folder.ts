/** The folder of real runs that tests measure on, when it is there: `TRACEWRIGHT_DATA`, default ../shared/data. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Problem, Run, Span } from '@tracewright/core';
import { createContentReader, importUnit, planImport } from '@tracewright/importers';
import { openPaths } from '@tracewright/server';

const REPOSITORY = resolve(import.meta.dirname, '..', '..');
export const DATA: string = resolve(REPOSITORY, process.env['TRACEWRIGHT_DATA'] ?? '../shared/data');

/** For `describe.skipIf(!hasData(...))`: the skip shows in the report. */
export function hasData(...paths: readonly string[]): boolean {
  return paths.every((path) => existsSync(join(DATA, path)));
}

export interface ImportedData {
  /** Format name of each unit, by path. */
  readonly formats: ReadonlyMap<string, string>;
  readonly runs: readonly Run[];
  readonly spans: ReadonlyMap<string, readonly Span[]>;
  readonly problems: readonly Problem[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** Imports real files, paths relative to the data folder; spans by run id. */
export async function importData(...paths: readonly string[]): Promise<ImportedData> {
  return importDataAs(undefined, ...paths);
}

/** Imports with one format only: what it finds in files that another format would take. */
export async function importDataAs(
  format: string | undefined,
  ...paths: readonly string[]
): Promise<ImportedData> {
  await using opened = await openPaths(paths.map((path) => join(DATA, path)));
  const open = createContentReader();
  const plan = await planImport(opened.files, open, { format });
  const runs: Run[] = [];
  const spans = new Map<string, Span[]>();
  const problems: Problem[] = [
    ...opened.problems,
    ...plan.problems.flatMap((item) => (item.kind === 'problem' ? [item.problem] : [])),
  ];
  for (const unit of plan.units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs.push(item.run);
      else if (item.kind === 'problem') problems.push(item.problem);
      else if (item.kind === 'spans') {
        for (const span of item.spans) {
          const list = spans.get(span.runId);
          if (list === undefined) spans.set(span.runId, [span]);
          else list.push(span);
        }
      }
    }
  }
  for (const list of spans.values()) list.sort((a, b) => a.sequence - b.sequence);
  return {
    formats: new Map(plan.units.map(({ file, format }) => [file.path, format.name])),
    runs,
    spans,
    problems,
    skipped: plan.skipped,
  };
}
