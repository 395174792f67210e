/**
 * Induction on small made-up formats with the steps that a reader finds in them (packages/importers/fixtures/induce), by folder:
 * `npm run bench -- induce-examples [FOLDER...]`. A step counts as in the bench `induce`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildSteps } from '@tracewright/analysis';
import { isTraceError, type Span } from '@tracewright/core';
import {
  createContentReader,
  type ImportFormat,
  importUnit,
  induceAdapter,
  memoryFile,
  toImportFormat,
} from '@tracewright/importers';
import {
  commonLength,
  type ComparedStep,
  type ExpectedStep,
  toCompared,
  toComparedText,
} from './induce-compare.ts';

export const ROOT: string = resolve(import.meta.dirname, '../packages/importers/fixtures/induce');

export async function run(args: readonly string[]): Promise<void> {
  const shows = args.includes('--steps');
  const only = args.filter((arg) => !arg.startsWith('--'));
  console.log(['folder', 'file', 'steps', 'induced', 'equal'].join('\t'));
  for (const folder of (await readdir(ROOT)).toSorted()) {
    const chosen = only.filter((arg) => arg.split('/')[0] === folder);
    if (only.length > 0 && chosen.length === 0) continue;
    const shares: number[] = [];
    const names = (await readdir(join(ROOT, folder))).filter((name) => !name.endsWith('.steps.json'));
    for (const name of names.toSorted()) {
      if (chosen.length > 0 && !chosen.includes(folder) && !chosen.includes(`${folder}/${name}`)) continue;
      const { expected, found, equal } = await compareExample(folder, name, shows);
      shares.push(equal);
      console.log([folder, name, expected.length, found.length, equal.toFixed(3)].join('\t'));
      if (shows && equal < 1) console.log(`${expected.join('\n')}\n-- induced\n${found.join('\n')}`);
    }
    const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
    console.log(`# ${folder}: ${shares.length} formats, mean ${mean.toFixed(3)}`);
  }
}

/** What a reader finds in an example, what induction finds, and the share of steps that are equal. */
export async function compareExample(
  folder: string,
  name: string,
  shows: boolean = false,
): Promise<{
  readonly expected: readonly string[];
  readonly found: readonly string[];
  readonly equal: number;
}> {
  const path = join(ROOT, folder, name);
  const steps = JSON.parse(await readFile(`${path}.steps.json`, 'utf8')) as ExpectedStep[];
  const expected = steps.map((step) => toComparedText(toCompared(step)));
  const read = await readSteps(name, await readFile(path, 'utf8'), shows);
  const found = read.map((step) => toComparedText(step));
  return {
    expected,
    found,
    equal: commonLength(expected, found) / Math.max(1, expected.length, found.length),
  };
}

async function readSteps(name: string, text: string, shows: boolean): Promise<ComparedStep[]> {
  let format: ImportFormat;
  try {
    const { adapter } = induceAdapter([{ path: name, text }], 'example', '2026-01-01T00:00:00Z');
    if (shows) console.log(JSON.stringify({ ...adapter.body, fields: [], roles: {}, status: {} }));
    format = toImportFormat(adapter, true);
  } catch (error) {
    if (!isTraceError(error)) throw error;
    return [];
  }
  const spans = new Map<string, Span[]>();
  for await (const item of importUnit(
    { format, file: memoryFile(name, text), parts: [] },
    createContentReader(),
  ))
    if (item.kind === 'spans')
      for (const span of item.spans) spans.set(span.runId, [...(spans.get(span.runId) ?? []), span]);
  return [...spans.values()].flatMap((list) =>
    buildSteps(list).map(({ role, action, observation }) => ({
      role,
      tool: action.tool,
      arguments: action.arguments,
      result: observation?.text ?? '',
    })),
  );
}
