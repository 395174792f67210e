/**
 * Known formats that drift keep importing: unknown members, unknown blocks and unknown kinds of records are put into the fixtures of
 * every format. Nothing throws, no run and no step is lost, and what is unknown is counted.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSteps } from '@tracewright/analysis';
import type { JsonValue, Span } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { createContentReader, importUnit, memoryFile, planImport } from '@tracewright/importers';

const FIXTURES = join(import.meta.dirname, '..', 'packages', 'importers', 'fixtures');

interface Outcome {
  readonly runs: number;
  readonly steps: number;
  readonly unknown: number;
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

async function importTexts(files: readonly (readonly [string, string])[]): Promise<Outcome> {
  const open = createContentReader();
  const plan = await planImport(
    files.map(([path, text]) => memoryFile(path, text)),
    open,
  );
  const spans = new Map<string, Span[]>();
  let runs = 0;
  let unknown = 0;
  for (const unit of plan.units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs += 1;
      else if (item.kind === 'spans')
        for (const span of item.spans) spans.set(span.runId, [...(spans.get(span.runId) ?? []), span]);
      else if (item.kind === 'problem' && /^(?:type-unknown|record-invalid)$/.test(item.problem.code))
        unknown += 1;
    }
  }
  return {
    runs,
    steps: [...spans.values()].reduce((sum, list) => sum + buildSteps(list).length, 0),
    unknown,
  };
}

/** Changes every JSON value of a text, whole or a line each; other texts and broken lines stay. */
function mapJson(text: string, change: (value: JsonValue) => JsonValue): string {
  try {
    return JSON.stringify(change(JSON.parse(text) as JsonValue));
  } catch {
    return text
      .split('\n')
      .map((line) => {
        try {
          return /^\s*[[{]/.test(line) ? JSON.stringify(change(JSON.parse(line) as JsonValue)) : line;
        } catch {
          return line;
        }
      })
      .join('\n');
  }
}

/** Of a Harbor trial with a trajectory, the agent's own log beside it is not read. */
const UNCOUNTED = /^harbor$/;

const isObject = (value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withMembers(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withMembers);
  if (!isObject(value)) return value;
  return {
    ...Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withMembers(inner)])),
    zz_new: { a: [1] },
    zz_text: 'new',
  };
}

/** Into lists of blocks: those named content or parts whose elements have a type. */
function withBlocks(value: JsonValue, name = ''): JsonValue {
  if (Array.isArray(value)) {
    const list = (value as readonly JsonValue[]).map((inner) => withBlocks(inner));
    const isBlocks =
      /^(?:content|parts)$/.test(name) &&
      list.some((inner) => isObject(inner) && typeof inner['type'] === 'string');
    return isBlocks ? [...list, { type: 'zz_block', zz: 'new' }] : list;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withBlocks(inner, key)]));
}

/** Before the last record of JSON lines, one like it whose type nobody knows. */
function withRecord(text: string): string {
  const lines = text.split('\n');
  const typeOf = (line: string): string | undefined => {
    try {
      const value = JSON.parse(line) as JsonValue;
      return isObject(value) && typeof value['type'] === 'string' ? value['type'] : undefined;
    } catch {
      return undefined;
    }
  };
  const at = lines.findLastIndex((line) => typeOf(line) !== undefined);
  if (at < 1 || lines.filter((line) => typeOf(line) !== undefined).length < 2) return text;
  const added = JSON.stringify({
    ...(JSON.parse(lines[at] ?? '{}') as object),
    role: undefined,
    type: 'zz_event',
    uuid: 'zz',
    id: 'zz',
  });
  return [...lines.slice(0, at), added, ...lines.slice(at)].join('\n');
}

const cases = readdirSync(FIXTURES)
  .filter((format) => format !== 'induce' && statSync(join(FIXTURES, format)).isDirectory())
  .flatMap((format) =>
    readdirSync(join(FIXTURES, format))
      .filter((name) => statSync(join(FIXTURES, format, name)).isDirectory())
      .map((name) => ({ format, name, folder: join(FIXTURES, format, name) })),
  );

describe.each(cases)('$format/$name', ({ format, folder }) => {
  const files = listFiles(folder).map((path): [string, string] => [
    path,
    readFileSync(join(folder, path), 'utf8'),
  ]);

  it('keeps its runs and steps with members that are new', async () => {
    const before = await importTexts(files);
    const after = await importTexts(files.map(([path, text]) => [path, mapJson(text, withMembers)]));
    expect(after.runs).toBe(before.runs);
    expect(after.steps).toBeGreaterThanOrEqual(before.steps);
  });

  it('keeps its runs and steps with blocks that are new, and counts them', async () => {
    const changed = files.map(([path, text]): [string, string] => [
      path,
      mapJson(text, (value) => withBlocks(value)),
    ]);
    const before = await importTexts(files);
    const after = await importTexts(changed);
    expect(after.runs).toBe(before.runs);
    expect(after.steps).toBeGreaterThanOrEqual(before.steps);
    const isCounted = changed.some(([, text]) => text.includes('zz_block')) && !UNCOUNTED.test(format);
    expect(after.unknown).toBeGreaterThanOrEqual(before.unknown + (isCounted ? 1 : 0));
  });

  it('keeps its runs and steps with a kind of record that is new, and counts it', async () => {
    const changed = files.map(([path, text]): [string, string] => [path, withRecord(text)]);
    const before = await importTexts(files);
    const after = await importTexts(changed);
    expect(after.runs).toBe(before.runs);
    expect(after.steps).toBeGreaterThanOrEqual(before.steps);
    const isCounted = changed.some(([, text]) => text.includes('zz_event')) && !UNCOUNTED.test(format);
    expect(after.unknown).toBeGreaterThanOrEqual(before.unknown + (isCounted ? 1 : 0));
  });
});
