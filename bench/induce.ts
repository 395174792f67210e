/**
 * Leave one format out: induces an adapter for each format of the shared data without its importer, from up to five of its files, and
 * compares what it reads with what the importer reads: `npm run bench -- induce [FORMAT...] [--show]`.
 *
 * A step counts as equal when role, tool, arguments and result agree; steps of a run are aligned in order, so that the most are equal
 * (longest common subsequence), and counted against the longer of the two. Runs pair by the place in the file where they begin.
 * The inducer is pure and reads no registry (packages/importers/src/induce imports nothing of formats/: checked first).
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildSteps } from '@tracewright/analysis';
import type { Run, Span, Step } from '@tracewright/core';
import {
  createContentReader,
  importUnit,
  type InducedForFiles,
  induceUnknown,
  planImport,
  type PlannedUnit,
  type SourceFile,
} from '@tracewright/importers';
import { openPaths } from '@tracewright/server';
import { alignSteps, commonLength, type ComparedParts, toComparedParts } from './induce-compare.ts';

/** Units whose spans say which of their files tell the run. */
const SAMPLED_UNITS = 5;
const NOW = '2026-01-01T00:00:00Z';
/** Files compared for each format; steps compared for each run. */
const MAX_FILES = 60;
const MAX_STEPS = 1_500;
/** With `--show`: files whose differences are printed, how many steps of each, and how much of a step. */
const SHOWN_FILES = 8;
const SHOWN_STEPS = 20;
const SHOWN_LENGTH = 400;
/** Formats whose files are text rather than values. */
const TEXT = new Set(['terminal-bench', 'xes']);

export interface ReadRun {
  readonly steps: readonly ComparedParts[];
}

export interface Tally {
  steps: number;
  equal: number;
  role: number;
  tool: number;
  arguments: number;
  result: number;
  aligned: number;
  real: number;
  induced: number;
}

export const EMPTY_TALLY: Readonly<Tally> = {
  steps: 0,
  equal: 0,
  role: 0,
  tool: 0,
  arguments: 0,
  result: 0,
  aligned: 0,
  real: 0,
  induced: 0,
};

interface Shown {
  left: number;
}

let shown: Shown | undefined;

export async function run(args: readonly string[]): Promise<void> {
  const only = args.filter((arg) => !arg.startsWith('--'));
  const shows = args.includes('--show');
  await assertBlind();
  const root = resolve(process.env['TRACEWRIGHT_DATA'] ?? '../shared/data');
  await using opened = await openPaths([root]);
  const open = createContentReader();
  const plan = await planImport(opened.files, open);
  const byFormat = new Map<string, PlannedUnit[]>();
  for (const unit of plan.units)
    byFormat.set(unit.format.name, [...(byFormat.get(unit.format.name) ?? []), unit]);
  console.log(`# ${root}; up to ${MAX_FILES} files compared`);
  console.log(
    [
      'format',
      'files',
      'container',
      'steps',
      'induced',
      'equal',
      'role',
      'tool',
      'arguments',
      'result',
      'coverage',
    ].join('\t'),
  );
  const shares: { name: string; share: number }[] = [];
  for (const [name, units] of [...byFormat].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (only.length > 0 && !only.includes(name)) continue;
    shown = shows ? { left: SHOWN_FILES } : undefined;
    const share = await measureFormat(name, units, open);
    shares.push({ name, share });
  }
  const mean = (list: readonly { share: number }[]): string =>
    list.length === 0 ? '-' : (list.reduce((sum, { share }) => sum + share, 0) / list.length).toFixed(3);
  console.log(
    `# mean over formats: JSON-like ${mean(shares.filter(({ name }) => !TEXT.has(name)))}, text ${mean(shares.filter(({ name }) => TEXT.has(name)))}`,
  );
}

/** The inducer sees no importer: nothing below induce/ imports from formats/ or the registry, or names a format. */
async function assertBlind(): Promise<void> {
  const folder = resolve(import.meta.dirname, '../packages/importers/src/induce');
  const names = await readdir(resolve(folder, '../formats'));
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'))) {
    const text = await readFile(join(folder, file), 'utf8');
    const code = text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
    if (/from '[^']*(?:\/formats\/|registry)/.test(code)) throw new Error(`${file} imports an importer`);
    const named = names.find((name) =>
      name.includes('-') ? code.includes(name) : new RegExp(`\\b${name}\\b`).test(code),
    );
    if (named !== undefined) throw new Error(`${file} names the format ${named}`);
  }
}

async function measureFormat(
  name: string,
  units: readonly PlannedUnit[],
  open: ReturnType<typeof createContentReader>,
): Promise<number> {
  const matched = await induceByKind(units, open);
  const [first] = matched;
  if (first === undefined) {
    console.log([name, units.length, 'nothing was induced'].join('\t'));
    return 0;
  }
  const { body } = first.chosen.adapter;
  const container = `${body.container} ${body.runs.at}|${body.records}${matched.length > 1 ? ` and ${matched.length - 1} more` : ''}`;
  const { coverage } = first.chosen.measure;
  if (shown !== undefined)
    for (const { chosen } of matched)
      console.log(
        `  ${chosen.paths.map((path) => path.slice(-40)).join(' ')} ${JSON.stringify({ ...chosen.adapter.body, fields: [], roles: {}, status: {} })}`,
      );
  const tally: Tally = { ...EMPTY_TALLY };
  for (const unit of spread(units, MAX_FILES)) {
    const real = await importAll(unit, open);
    const induced = await readInduced(unit, matched, open);
    const before = { ...tally };
    compareFiles(real, induced, tally);
    if (shown !== undefined)
      console.log(
        `  ${unit.file.path.slice(-100)}: ${tally.equal - before.equal} of ${tally.steps - before.steps} equal (${tally.real - before.real} real)`,
      );
  }
  const part = (count: number): string => (tally.steps === 0 ? '-' : (count / tally.steps).toFixed(3));
  console.log(
    [
      name,
      units.length,
      container,
      tally.real,
      tally.induced,
      part(tally.equal),
      part(tally.role),
      part(tally.tool),
      part(tally.arguments),
      part(tally.result),
      coverage.toFixed(2),
    ].join('\t'),
  );
  return tally.steps === 0 ? 0 : tally.equal / tally.steps;
}

/** The runs of a unit as the adapter of its kind reads them. */
export async function readInduced(
  unit: PlannedUnit,
  matched: readonly Matched[],
  open: ReturnType<typeof createContentReader>,
): Promise<ReadRun[]> {
  const found = matched.find((group) => group.files.has(unit));
  if (found === undefined) return [];
  const { format } = found.chosen;
  const induced: ReadRun[] = [];
  for (const file of found.files.get(unit) ?? []) {
    induced.push(...(await importAll({ format, file, parts: [] }, open)));
  }
  return induced;
}

function filesOf({ file, parts }: PlannedUnit): readonly SourceFile[] {
  return [file, ...parts];
}

export interface Matched {
  readonly chosen: InducedForFiles;
  /** The files of each unit that are read with it. */
  readonly files: ReadonlyMap<PlannedUnit, readonly SourceFile[]>;
}

type NameOf = (file: SourceFile) => string;

/** As `import --induce` does, for the files that the runs are told in. */
export async function induceByKind(
  units: readonly PlannedUnit[],
  open: ReturnType<typeof createContentReader>,
): Promise<Matched[]> {
  const nameOf = kindsOf(units);
  const groups: Matched[] = [];
  let left = [...units];
  for (const kind of await rankKinds(units, nameOf, open)) {
    const files = new Map<SourceFile, PlannedUnit>();
    for (const unit of left) {
      const alike = filesOf(unit).filter((file) => nameOf(file) === kind);
      for (const file of alike.includes(unit.file) ? [unit.file] : alike) files.set(file, unit);
    }
    if (files.size === 0) continue;
    const { induced } = await induceUnknown([...files.keys()], { open, names: [], now: NOW });
    for (const chosen of induced) {
      const own = new Map<PlannedUnit, SourceFile[]>();
      for (const [file, unit] of files)
        if (chosen.paths.includes(file.path)) own.set(unit, [...(own.get(unit) ?? []), file]);
      groups.push({ chosen, files: own });
    }
    left = left.filter((unit) => groups.every((group) => !group.files.has(unit)));
  }
  return groups;
}

/** The part a file plays: its name where several runs have a file of that name, or else its extension. */
function kindsOf(units: readonly PlannedUnit[]): NameOf {
  const baseOf = ({ path }: SourceFile): string =>
    path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1).replace(/\.gz$/, '');
  const counts = new Map<string, number>();
  // Runs of one file each are of one kind, whatever their files are called.
  for (const unit of units.filter(({ parts }) => parts.length > 0))
    for (const name of new Set(filesOf(unit).map(baseOf))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (file) => {
    const name = baseOf(file);
    if ((counts.get(name) ?? 0) > 1) return name;
    return name.includes('.') ? name.slice(name.lastIndexOf('.')) : name;
  };
}

/** Kinds of files: first that most of the importer's spans stand in, others only add to them. */
async function rankKinds(
  units: readonly PlannedUnit[],
  nameOf: NameOf,
  open: ReturnType<typeof createContentReader>,
): Promise<readonly string[]> {
  const counts = new Map<string, number>();
  for (const unit of spread(units, SAMPLED_UNITS)) {
    const kinds = new Map(filesOf(unit).map((file) => [file.path, nameOf(file)]));
    for await (const item of importUnit(unit, open)) {
      if (item.kind !== 'spans') continue;
      for (const { source } of item.spans) {
        const kind = source === undefined ? undefined : kinds.get(source.path);
        if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
    }
  }
  const cited = [...counts].toSorted((a, b) => b[1] - a[1]).map(([kind]) => kind);
  return [...new Set([...cited, ...units.flatMap((unit) => filesOf(unit).map(nameOf))])];
}

function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)]).filter(
    (item) => item !== undefined,
  );
}

async function importAll(
  unit: PlannedUnit,
  open: ReturnType<typeof createContentReader>,
): Promise<ReadRun[]> {
  const spans = new Map<string, Span[]>();
  const runs: Run[] = [];
  for await (const item of importUnit(unit, open)) {
    if (item.kind === 'run') runs.push(item.run);
    else if (item.kind === 'spans')
      for (const span of item.spans) {
        const list = spans.get(span.runId);
        if (list === undefined) spans.set(span.runId, [span]);
        else list.push(span);
      }
  }
  return runs.map(({ runId }) => ({
    steps: buildSteps(spans.get(runId) ?? [])
      .slice(0, MAX_STEPS)
      .map(toParts),
  }));
}

/** Runs in the order of the file; where the numbers differ, all steps of the file in one row. */
export function compareFiles(real: readonly ReadRun[], induced: readonly ReadRun[], tally: Tally): void {
  const pairs: (readonly [readonly ComparedParts[], readonly ComparedParts[]])[] =
    real.length === induced.length
      ? real.map(({ steps }, index) => [steps, induced[index]?.steps ?? []])
      : [
          [
            real.flatMap(({ steps }) => steps).slice(0, MAX_STEPS),
            induced.flatMap(({ steps }) => steps).slice(0, MAX_STEPS),
          ],
        ];
  for (const [a, b] of pairs) compareSteps(a, b, tally);
}

function compareSteps(a: readonly ComparedParts[], b: readonly ComparedParts[], tally: Tally): void {
  if (shown !== undefined && shown.left > 0) showDifference(a, b, shown);
  tally.real += a.length;
  tally.induced += b.length;
  tally.steps += Math.max(a.length, b.length);
  tally.equal += commonLength(
    a.map((parts) => JSON.stringify(parts)),
    b.map((parts) => JSON.stringify(parts)),
  );
  for (const part of ['role', 'tool', 'arguments', 'result'] as const)
    tally[part] += commonLength(
      a.map((parts) => parts[part]),
      b.map((parts) => parts[part]),
    );
}

function toParts({ role, action: { tool, arguments: args }, observation }: Step): ComparedParts {
  return toComparedParts({ role, tool, arguments: args, result: observation?.text ?? '' });
}

/** The steps that differ, in order: `-` the importer's alone, `+` induced alone; between them what both tell is counted. */
function showDifference(a: readonly ComparedParts[], b: readonly ComparedParts[], shown: Shown): void {
  const lines = alignSteps(
    a.map((parts) => JSON.stringify(parts)),
    b.map((parts) => JSON.stringify(parts)),
  );
  if (lines.every(({ side }) => side === '=')) return;
  shown.left -= 1;
  console.log(`  the importer: ${a.length} steps, induced: ${b.length}`);
  let left = SHOWN_STEPS;
  let alike = 0;
  for (const { side, step } of lines) {
    if (side === '=') {
      alike += 1;
      continue;
    }
    if (alike > 0) console.log(`    = ${alike}`);
    alike = 0;
    console.log(`    ${side} ${step.slice(0, SHOWN_LENGTH)}`);
    left -= 1;
    if (left === 0) return;
  }
}
