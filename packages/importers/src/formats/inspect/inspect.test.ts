import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem, Run, Span } from '@tracewright/core';
import { expect, it } from 'vitest';
import { createContentReader, importUnit, planImport } from '../../import-files.ts';
import { memoryFile, type SourceFile } from '../../reading/source-file.ts';
import { inspect } from './inspect.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'inspect');

function open(folder: string, prefix: string = ''): SourceFile[] {
  return readdirSync(join(folder, prefix)).flatMap((name) => {
    const path = prefix + name;
    return statSync(join(folder, path)).isDirectory()
      ? open(folder, `${path}/`)
      : [memoryFile(path, readFileSync(join(folder, path)))];
  });
}

async function importAll(
  files: readonly SourceFile[],
): Promise<{ runs: Run[]; spans: Span[]; problems: Problem[] }> {
  const reader = createContentReader();
  const plan = await planImport(files, reader, { formats: [inspect] });
  const [runs, spans, problems]: [Run[], Span[], Problem[]] = [[], [], []];
  for (const unit of plan.units) {
    for await (const item of importUnit(unit, reader)) {
      if (item.kind === 'run') runs.push(item.run);
      else if (item.kind === 'spans') spans.push(...item.spans);
      else if (item.kind === 'problem') problems.push(item.problem);
    }
  }
  spans.sort((a, b) => (a.spanId < b.spanId ? -1 : 1));
  runs.sort((a, b) => (a.runId < b.runId ? -1 : 1));
  return { runs, spans, problems };
}

/** Everything but the places in the files. */
function withoutPlaces(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) =>
    key === 'source' || key === 'resultSource' ? undefined : typeof inner === 'bigint' ? `${inner}` : inner,
  );
}

it('gives the same runs and spans for the .json and the .eval of one log', async () => {
  const file = await importAll(open(join(FIXTURES, 'log-file')));
  const archive = await importAll(open(join(FIXTURES, 'archive')));
  expect(file.runs.length).toBe(2);
  expect(withoutPlaces(archive.runs)).toBe(withoutPlaces(file.runs));
  expect(withoutPlaces(archive.spans)).toBe(withoutPlaces(file.spans));
});

it('takes nothing from the target, the scorers, the metadata and the store', async () => {
  const { runs, spans } = await importAll([
    ...open(join(FIXTURES, 'log-file')),
    ...open(join(FIXTURES, 'older')),
  ]);
  const shown = withoutPlaces([spans, runs.map(({ outcome: _label, ...run }) => run)]);
  for (const secret of ['SECRET', 'GRADE', 'graded']) expect(shown).not.toContain(secret);
});

it('reads a sample too large to hold by streaming its events', async () => {
  const [whole] = open(join(FIXTURES, 'archive')).filter(({ path }) =>
    path.endsWith('lanterns_epoch_1.json'),
  );
  const [header] = open(join(FIXTURES, 'archive')).filter(({ path }) => path.endsWith('header.json'));
  if (whole === undefined || header === undefined) throw new Error('the fixture is gone');
  const reader = createContentReader();
  const runOf = async (isHead: boolean): Promise<string> => {
    const read = async (file: SourceFile): ReturnType<typeof reader> => {
      const content = await reader(file);
      return content.kind === 'json' && file === whole ? { ...content, isHead } : content;
    };
    const spans: Span[] = [];
    for await (const item of importUnit({ format: inspect, file: header, parts: [whole] }, read))
      if (item.kind === 'spans') spans.push(...item.spans);
    return withoutPlaces(spans);
  };
  const expected = await runOf(false);
  expect(expected.length).toBeGreaterThan(1_000);
  expect(await runOf(true)).toBe(expected);
});
