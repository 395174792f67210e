/**
 * Every folder below fixtures/FORMAT/CASE is one import: its files in, `CASE.golden.json` out. Each is also imported
 * under other names and in small chunks, with the same result. To add a case, add a folder and run with `-u`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, JsonValue, Problem, Run, Span } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { createContentReader, importUnit, planImport } from './import-files.ts';
import { memoryFile, type SourceFile } from './reading/source-file.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

interface Imported {
  readonly formats: readonly string[];
  readonly runs: readonly Run[];
  readonly spans: readonly Span[];
  /** Only where the source reports any. */
  readonly findings?: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly skipped: readonly { path: string; reason: string }[];
}

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) =>
      statSync(join(folder, name)).isDirectory()
        ? listFiles(join(folder, name)).map((inner) => `${name}/${inner}`)
        : [name],
    );
}

async function importAll(files: readonly SourceFile[]): Promise<Imported> {
  const open = createContentReader();
  const plan = await planImport(files, open);
  const runs: Run[] = [];
  const spans: Span[] = [];
  const findings: Finding[] = [];
  const problems: Problem[] = plan.problems.flatMap((item) =>
    item.kind === 'problem' ? [item.problem] : [],
  );
  for (const unit of plan.units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs.push(item.run);
      else if (item.kind === 'spans') spans.push(...item.spans);
      else if (item.kind === 'findings') findings.push(...item.findings);
      else problems.push(item.problem);
    }
  }
  spans.sort((a, b) => (a.runId === b.runId ? a.sequence - b.sequence : a.runId < b.runId ? -1 : 1));
  return {
    formats: plan.units.map(({ format }) => format.name),
    runs,
    spans,
    ...(findings.length === 0 ? {} : { findings }),
    problems,
    skipped: plan.skipped,
  };
}

function dump(imported: Imported): string {
  return `${JSON.stringify(imported, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}ns` : value), 1)}\n`;
}

const cases = readdirSync(FIXTURES)
  .filter((format) => format !== 'induce' && statSync(join(FIXTURES, format)).isDirectory())
  .flatMap((format) =>
    readdirSync(join(FIXTURES, format))
      .filter((name) => statSync(join(FIXTURES, format, name)).isDirectory())
      .map((name) => ({ format, name, folder: join(FIXTURES, format, name) })),
  );

function open(folder: string, chunkBytes?: number, prefix: string = ''): SourceFile[] {
  return listFiles(folder).map((path) =>
    memoryFile(prefix + path, readFileSync(join(folder, path)), chunkBytes),
  );
}

describe.each(cases)('$format/$name', ({ format, folder }) => {
  it('imports to the golden dump', async () => {
    const imported = await importAll(open(folder));
    expect(new Set(imported.formats)).toContain(format);
    await expect(dump(imported)).toMatchFileSnapshot(`${folder}.golden.json`);
  });

  it('gives the same in chunks of 1 and 100 bytes', async () => {
    const whole = dump(await importAll(open(folder)));
    expect(dump(await importAll(open(folder, 1)))).toBe(whole);
    expect(dump(await importAll(open(folder, 100)))).toBe(whole);
  });
});

const singles = cases.flatMap(({ format, folder }) => {
  const [only, ...others] = listFiles(folder);
  return only === undefined || others.length > 0 ? [] : [{ format, path: join(folder, only) }];
});

it.each(singles)('knows $path by content, whatever its name', async ({ format, path }) => {
  const imported = await importAll([memoryFile('unknown', readFileSync(path))]);
  expect(imported.formats).toEqual([format]);
});

it('every run has spans of its own, and every span a run', async () => {
  for (const { folder } of cases) {
    const { runs, spans } = await importAll(open(folder));
    const ids: ReadonlySet<JsonValue> = new Set(runs.map(({ runId }) => runId));
    expect(spans.filter(({ runId }) => !ids.has(runId))).toEqual([]);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  }
});
