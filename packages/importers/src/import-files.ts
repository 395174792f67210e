/**
 * Files in, spans out: looks inside each file, groups companions into units, and imports unit after unit.
 *
 *     for await (const event of importFiles(files)) { ... }
 *
 * Plan, then execute: `planImport` decides which format reads which file and why the others refuse; nothing is stored here.
 */
import { isTraceError, TraceError } from '@tracewright/core';
import type { Detection, FileSet, ImportFormat, ImportItem, ImportUnit } from './format.ts';
import { problem } from './building/problems.ts';
import { type Content, readContent } from './reading/content.ts';
import { findStreaming } from './reading/json-elements.ts';
import type { SourceFile } from './reading/source-file.ts';
import { FORMATS } from './registry.ts';

export interface PlannedUnit {
  readonly format: ImportFormat;
  readonly file: SourceFile;
  readonly parts: readonly SourceFile[];
}

export interface ImportPlan {
  readonly units: readonly PlannedUnit[];
  /** Known files without a run of their own, empty files, companions. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** Files no format knows or that cannot be read. */
  readonly problems: readonly ImportItem[];
}

export interface ImportOptions {
  /** Ask this format only. */
  readonly format?: string | undefined;
  readonly formats?: readonly ImportFormat[] | undefined;
}

/** Contents kept between planning and importing: parsed values take several times their bytes, so the sum is bounded. */
const CONTENT_CACHE_BYTES = 192 * 1024 * 1024;

/** Reads first looks once and keeps the most recent ones. */
export function createContentReader(): (file: SourceFile) => Promise<Content> {
  const cache = new Map<string, { content: Content; size: number }>();
  let total = 0;
  return async (file) => {
    const known = cache.get(file.path);
    if (known !== undefined) return known.content;
    const content = await readContent(file);
    const size = file.sizeBytes ?? 1024 * 1024;
    cache.set(file.path, { content, size });
    total += size;
    for (const [path, entry] of cache) {
      if (total <= CONTENT_CACHE_BYTES || path === file.path) break;
      cache.delete(path);
      total -= entry.size;
    }
    return content;
  };
}

/** Decides what reads what. Order of `files` is kept. */
export async function planImport(
  files: readonly SourceFile[],
  open: (file: SourceFile) => Promise<Content>,
  options: ImportOptions = {},
): Promise<ImportPlan> {
  const formats = chooseFormats(options);
  const set = toFileSet(files);
  const units: { format: ImportFormat; file: SourceFile }[] = [];
  const skipped: { path: string; reason: string }[] = [];
  const problems: { path: string; item: ImportItem }[] = [];
  for (const file of files) {
    try {
      const content = await open(file);
      const detection = detectFormat(content, file, formats);
      if (detection.kind === 'match') units.push({ format: detection.format, file });
      else if (detection.kind === 'skip') skipped.push({ path: file.path, reason: detection.reason });
      else problems.push({ path: file.path, item: unknownFormat(file, detection.reasons) });
    } catch (error) {
      problems.push({ path: file.path, item: unreadable(file, error) });
    }
  }
  const claimed = new Map<string, string>();
  const planned = new Map<string, PlannedUnit>();
  // In registry order, so that a trial folder's format claims the session log that another format could read alone.
  const byPriority = units.toSorted((a, b) => formats.indexOf(a.format) - formats.indexOf(b.format));
  for (const { format, file } of byPriority) {
    if (claimed.has(file.path)) continue;
    const companions = (await findParts(format, file, set, open)).filter(
      (part) => part.path !== file.path && !claimed.has(part.path),
    );
    // What a companion claimed while it was a unit itself comes with it.
    const parts = companions.flatMap((part) => [part, ...(planned.get(part.path)?.parts ?? [])]);
    for (const part of parts) claimed.set(part.path, file.path);
    planned.set(file.path, { format, file, parts });
  }
  const order = new Map(files.map((file, index) => [file.path, index]));
  return {
    units: [...planned.values()]
      .filter(({ file }) => !claimed.has(file.path))
      .toSorted((a, b) => (order.get(a.file.path) ?? 0) - (order.get(b.file.path) ?? 0)),
    skipped: [
      ...skipped.filter(({ path }) => !claimed.has(path)),
      ...[...claimed].map(([path, main]) => ({ path, reason: `part of ${main}` })),
    ],
    problems: problems.filter(({ path }) => !claimed.has(path)).map(({ item }) => item),
  };
}

/** Imports one unit. Never throws for its content: what stops it becomes a problem, what came before is kept. */
export async function* importUnit(
  planned: PlannedUnit,
  open: (file: SourceFile) => Promise<Content>,
  { prices }: Pick<ImportUnit, 'prices'> = {},
): AsyncGenerator<ImportItem> {
  const { format, file, parts } = planned;
  try {
    const unit: ImportUnit = { file, parts, content: await open(file), open, prices };
    const broken = unit.content.kind === 'json' ? unit.content.broken : undefined;
    if (broken !== undefined && format.readsFile !== true) {
      yield problem(
        file.path,
        'file-truncated',
        `character ${broken.offset}`,
        `${broken.message}; what stands before was imported`,
        'repair or re-export the file and import it again',
      );
    }
    yield* format.import(unit);
    if (unit.content.kind === 'json' && unit.content.isHead) yield* reportStreaming(file);
  } catch (error) {
    yield unreadable(file, error);
  }
}

/** A file too large to be held is streamed by the formats that hold many runs or long ones; the break shows only then. */
function* reportStreaming(file: SourceFile): Generator<ImportItem> {
  const streaming = findStreaming(file);
  if (streaming === undefined)
    yield problem(
      file.path,
      'limit-exceeded',
      '',
      'the file is too large to be held; its first part was imported',
      'split it, or write one record a line',
    );
  else if (streaming.failure !== undefined)
    yield problem(
      file.path,
      'file-truncated',
      '',
      `the JSON breaks off: ${streaming.failure}; what stands before was imported`,
      'repair or re-export the file and import it again',
    );
}

export type DetectResult =
  | { readonly kind: 'match'; readonly format: ImportFormat }
  | { readonly kind: 'skip'; readonly reason: string }
  | {
      readonly kind: 'unknown';
      readonly reasons: readonly { readonly format: string; readonly reason: string }[];
    };

/** Asks the formats in order: the first takes the file, or the one that fits best where it says how well it fits. */
export function detectFormat(
  content: Content,
  file: SourceFile,
  formats: readonly ImportFormat[] = FORMATS,
): DetectResult {
  if (content.kind === 'empty') return { kind: 'skip', reason: 'the file is empty' };
  const reasons: { format: string; reason: string }[] = [];
  const fitting: { format: ImportFormat; fit: () => number }[] = [];
  for (const format of formats) {
    const detection = safeDetect(format, content, file);
    if (detection.kind === 'match' && detection.fit !== undefined) {
      fitting.push({ format, fit: detection.fit });
      continue;
    }
    if (detection.kind === 'refuse') {
      reasons.push({ format: format.name, reason: detection.reason });
      continue;
    }
    // Whatever stands behind takes what is left.
    if (fitting.length > 0) break;
    if (detection.kind === 'match') return { kind: 'match', format };
    return { kind: 'skip', reason: detection.reason };
  }
  const [only, ...others] = fitting;
  if (only === undefined) return { kind: 'unknown', reasons };
  if (others.length === 0) return { kind: 'match', format: only.format };
  const fits = fitting.map(({ format, fit }) => ({ format, fit: safeFit(fit) }));
  return {
    kind: 'match',
    format: fits.reduce((best, other) => (other.fit > best.fit ? other : best)).format,
  };
}

function safeFit(fit: () => number): number {
  try {
    return fit();
  } catch {
    return 0;
  }
}

function safeDetect(format: ImportFormat, content: Content, file: SourceFile): Detection {
  try {
    return format.detect(content, file);
  } catch (error) {
    return {
      kind: 'refuse',
      reason: `the look inside failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** A companion that cannot be read is reported where it is looked at itself; it does not cost the run. */
async function findParts(
  format: ImportFormat,
  file: SourceFile,
  files: FileSet,
  open: (file: SourceFile) => Promise<Content>,
): Promise<readonly SourceFile[]> {
  if (format.parts === undefined) return [];
  try {
    return await format.parts(file, await open(file), files, open);
  } catch {
    return [];
  }
}

function chooseFormats({ format, formats = FORMATS }: ImportOptions): readonly ImportFormat[] {
  if (format === undefined) return formats;
  const chosen = formats.filter(({ name }) => name === format);
  if (chosen.length === 0) {
    throw new TraceError('usage-invalid', {
      message: `there is no format "${format}"`,
      fix: `one of: ${formats.map(({ name }) => name).join(', ')}`,
    });
  }
  return chosen;
}

function toFileSet(files: readonly SourceFile[]): FileSet {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const byPath = new Map(sorted.map((file) => [file.path, file]));
  return {
    find: (path) => byPath.get(path),
    under(folder) {
      if (folder === '') return sorted;
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle]?.path ?? '') < folder) low = middle + 1;
        else high = middle;
      }
      let end = low;
      while (sorted[end]?.path.startsWith(folder) === true) end += 1;
      return sorted.slice(low, end);
    },
  };
}

function unknownFormat(file: SourceFile, reasons: readonly { format: string; reason: string }[]): ImportItem {
  const list = reasons.map(({ format, reason }) => `${format}: ${reason}`).join('; ');
  return problem(
    file.path,
    'format-unknown',
    '',
    `no importer knows this file (${list})`,
    'read it with an induced adapter: tracewright import PATH --induce; or leave the file out (see `tracewright formats`)',
  );
}

function unreadable(file: SourceFile, error: unknown): ImportItem {
  if (isTraceError(error))
    return problem(file.path, error.code, error.where ?? '', error.summary, error.fix ?? '');
  if (error instanceof RangeError) {
    return problem(
      file.path,
      'limit-exceeded',
      '',
      `a value is too deep or too large to hold: ${error.message}`,
      'split the file into smaller ones',
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  return problem(
    file.path,
    'file-unreadable',
    '',
    `reading stopped: ${message}`,
    'check the file and its permissions; if it is sound, report this as a bug',
  );
}
