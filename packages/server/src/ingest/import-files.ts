/**
 * Files in, a report out: plans which format reads what, imports unit after unit into the store, and says what became of
 * every file (`ImportReportJson`, design.md section 5).
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportReportJson, Problem, RunId, SpanStore } from '@tracewright/core';
import { TraceError } from '@tracewright/core';
import {
  type Content,
  createContentReader,
  createLimiter,
  createMasker,
  type Limiter,
  type Masker,
  type PlannedUnit,
  type PriceTable,
  type SourceFile,
} from '@tracewright/importers';
import { type AdapterOptions, planWithAdapters } from '../adapters/plan-with-adapters.ts';
import { openPaths } from '../files/open-paths.ts';
import { createBatchWriter } from './batch-writer.ts';
import { importPlannedUnit } from './import-unit.ts';

export interface ImportProgress {
  readonly phase: 'looking' | 'importing';
  /** Files looked at, then units (files with their companions) imported. */
  readonly done: number;
  readonly total: number;
  readonly runs: number;
  readonly spans: number;
  readonly path: string;
}

export interface ImportFilesOptions {
  /** Ask this format only. */
  readonly format?: string | undefined;
  /** A user's own formats; none when absent. */
  readonly adapters?: AdapterOptions | undefined;
  /** Import only what these files, or the members of these archives, belong to; the others only give context. */
  readonly only?: readonly string[] | undefined;
  /** What tokens cost where a source does not say; the bundled prices by default. */
  readonly prices?: PriceTable | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** What takes secrets out of all that is read; one with the default policy when absent. */
  readonly masker?: Masker | 'off' | undefined;
  /** Keeps all that is read within bounds; one with the default limits when absent. */
  readonly limiter?: Limiter | undefined;
  /** Told of every run when its last spans and its record are on their way to the store. */
  readonly onRun?: ((runId: RunId) => void) | undefined;
}

export interface ImportPathsOptions extends ImportFilesOptions {
  /** What relative paths are relative to; the files keep the names given. The process's folder when absent. */
  readonly cwd?: string | undefined;
}

/** Parsing goes on at most this long before signals and requests are heard. */
const TURN_MS = 20;

/** Problems listed in a report; `totals.problems` counts all. */
export const MAX_LISTED_PROBLEMS = 10_000;

/**
 * Imports files and folders. What was imported before is left as it is, what is new is added.
 *
 * @throws TraceError `file-unreadable`, `usage-invalid` (no such format), `cancelled` (what was written stays), `store-*`
 */
export async function importPaths(
  store: SpanStore,
  paths: readonly string[],
  options: ImportPathsOptions = {},
): Promise<ImportReportJson> {
  await using opened = await openPaths(paths, options.cwd);
  // Awaited here: the files are closed when this function is left.
  return await importFiles(store, opened.files, options, opened.problems);
}

/** @param earlier problems met while the files were opened, part of the report */
export async function importFiles(
  store: SpanStore,
  files: readonly SourceFile[],
  options: ImportFilesOptions = {},
  earlier: readonly Problem[] = [],
): Promise<ImportReportJson> {
  const { signal, only } = options;
  const assertGoing = (): void => {
    if (signal?.aborted === true) throw cancelled();
  };
  let lastTurn = performance.now();
  const checkpoint = async (): Promise<void> => {
    if (performance.now() - lastTurn > TURN_MS) {
      await nextTurn();
      lastTurn = performance.now();
    }
    assertGoing();
  };
  assertGoing();
  const belongs = only === undefined ? () => true : belongsTo(only);
  const problems: Problem[] = [];
  let problemCount = 0;
  const masker = options.masker === 'off' ? undefined : (options.masker ?? createMasker());
  const onProblem = (problem: Problem): void => {
    problemCount += 1;
    if (problems.length >= MAX_LISTED_PROBLEMS) return;
    // Problems quote what they are about.
    const message = masker?.maskValue(problem.message, 'message').value ?? problem.message;
    problems.push({ ...problem, message });
  };
  const totals = { runs: 0, traces: 0, spans: 0, steps: 0 };
  const report = (phase: ImportProgress['phase'], done: number, total: number, path: string): void =>
    options.onProgress?.({ phase, done, total, runs: totals.runs, spans: totals.spans, path });

  const open = createContentReader();
  const planned = await planWithAdapters(
    files,
    watched(open, assertGoing, (done, path) =>
      report('looking', Math.min(done, files.length), files.length, path),
    ),
    options.format,
    options.adapters,
  );
  const { plan } = planned;
  assertGoing();
  for (const problem of planned.problems) onProblem(problem);
  for (const problem of earlier) if (belongs(problem.path)) onProblem(problem);
  for (const item of plan.problems)
    if (item.kind === 'problem' && belongs(item.problem.path)) onProblem(item.problem);

  const units = plan.units.filter((unit) => unitPaths(unit).some(belongs));
  const imported: ImportReportJson['imported'][number][] = [];
  const writer = createBatchWriter(store);
  const onRun = options.onRun ?? (() => undefined);
  const { prices, limiter = createLimiter() } = options;
  const runsWritten = new Set<RunId>();
  const context = { store, writer, open, prices, masker, limiter, runsWritten, onRun, onProblem, checkpoint };
  try {
    for (const [index, unit] of units.entries()) {
      report('importing', index, units.length, unit.file.path);
      const counts = await importPlannedUnit(unit, context);
      imported.push({ path: unit.file.path, format: unit.format.name, ...counts });
      totals.runs += counts.runs;
      totals.traces += counts.traces;
      totals.spans += counts.spans;
      totals.steps += counts.steps;
    }
    await writer.flush();
  } finally {
    await writer.settle();
  }
  report('importing', units.length, units.length, '');
  return {
    files: only === undefined ? files.length : files.filter(({ path }) => belongs(path)).length,
    imported,
    skipped: plan.skipped.filter(({ path }) => belongs(path)),
    problems,
    totals: { ...totals, messages: writer.messagesAdded, problems: problemCount },
    ...(planned.adapters.length === 0 ? {} : { adapters: planned.adapters }),
  };
}

function unitPaths(unit: PlannedUnit): readonly string[] {
  return [unit.file.path, ...unit.parts.map(({ path }) => path)];
}

/** Whether a file is one of the named ones or a member of a named archive. */
function belongsTo(only: readonly string[]): (path: string) => boolean {
  const named = new Set(only);
  return (path) => {
    if (named.has(path)) return true;
    for (let at = path.indexOf('!'); at !== -1; at = path.indexOf('!', at + 1))
      if (named.has(path.slice(0, at))) return true;
    return false;
  };
}

/** Looking inside thousands of files takes time: it can be watched and stopped. */
function watched(
  open: (file: SourceFile) => Promise<Content>,
  assertGoing: () => void,
  onLook: (done: number, path: string) => void,
): (file: SourceFile) => Promise<Content> {
  let done = 0;
  return (file) => {
    assertGoing();
    onLook(done, file.path);
    done += 1;
    return open(file);
  };
}

function cancelled(): TraceError {
  return new TraceError('cancelled', {
    message: 'the import was cancelled; what had been stored until then is kept',
    fix: 'run the same import again to complete it: nothing is stored twice',
  });
}
