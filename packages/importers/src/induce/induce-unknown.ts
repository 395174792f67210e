/** Adapters for the files of an import that no format knows: one for each way of writing among them. */
import type { ImportFormat } from '../format.ts';
import { detectFormat } from '../import-files.ts';
import type { Content } from '../reading/content.ts';
import { fileName, type SourceFile } from '../reading/source-file.ts';
import { toImportFormat } from './adapter-format.ts';
import { induceByStructure } from './induce-by-structure.ts';
import type { Induced } from './induce.ts';
import type { Structure } from './structure.ts';
import { normaliseName } from './words/vocabulary.ts';

const MAX_ADAPTERS = 20;
/** In a row, of files of one kind: those that are left of it are not tried. */
const MAX_FAILURES = 5;

export interface InducedForFiles extends Induced {
  readonly format: ImportFormat;
  readonly paths: readonly string[];
}

export interface InduceUnknownOptions {
  readonly open: (file: SourceFile) => Promise<Content>;
  /** Names that are taken. */
  readonly names: readonly string[];
  /** ISO 8601 */
  readonly now: string;
}

export async function induceUnknown(
  files: readonly SourceFile[],
  { open, names, now }: InduceUnknownOptions,
): Promise<{ readonly induced: readonly InducedForFiles[]; readonly failures: ReadonlyMap<string, string> }> {
  const induced: InducedForFiles[] = [];
  const failures = new Map<string, string>();
  const taken = new Set(names);
  const structures = new Map<SourceFile, Structure | undefined>();
  const inRow = new Map<string, number>();
  let left = [...files];
  while (left.length > 0 && induced.length < MAX_ADAPTERS) {
    const [first] = left;
    if (first === undefined) break;
    const kind = extensionOf(first.path);
    const alike = left.filter(({ path }) => extensionOf(path) === kind);
    const found = await induceByStructure(alike, { open, now, structures });
    const matched = typeof found === 'string' ? [] : await matchFiles(found, left, { open, taken });
    induced.push(...matched);
    const read = new Set(matched.flatMap(({ paths }) => paths));
    const failed = matched.length > 0 ? 0 : (inRow.get(kind) ?? 0) + 1;
    inRow.set(kind, failed);
    const lost = failed < MAX_FAILURES ? [first] : alike;
    const reason = typeof found === 'string' ? found : 'what was induced from it does not recognise it again';
    for (const { path } of lost)
      if (!read.has(path)) {
        read.add(path);
        failures.set(path, path === first.path ? reason : `like others of its kind: ${reason}`);
      }
    left = left.filter(({ path }) => !read.has(path));
  }
  return { induced, failures };
}

/** Each file goes to the adapter that fits it best; the adapters that have files get names of their own. */
async function matchFiles(
  found: readonly Induced[],
  files: readonly SourceFile[],
  { open, taken }: { open: InduceUnknownOptions['open']; taken: Set<string> },
): Promise<InducedForFiles[]> {
  const formats = found.map(({ adapter }) => toImportFormat(adapter));
  const own = new Map<ImportFormat, string[]>(formats.map((format) => [format, []]));
  for (const file of files) {
    const detection = await open(file).then(
      (content) => detectFormat(content, file, formats),
      () => undefined,
    );
    if (detection?.kind === 'match') own.get(detection.format)?.push(file.path);
  }
  return found.flatMap((one, index) => {
    const format = formats[index];
    const paths = format === undefined ? [] : (own.get(format) ?? []);
    if (format === undefined || paths.length === 0) return [];
    const sample = one.documents.find(({ path }) => paths.includes(path));
    const name = nameFor(sample?.path ?? paths[0] ?? '', taken);
    taken.add(name);
    const adapter = { ...one.adapter, name };
    return [{ ...one, adapter, format: toImportFormat(adapter), paths }];
  });
}

function extensionOf(path: string): string {
  const name = fileName(path);
  const dot = name.lastIndexOf('.');
  return dot === -1 ? '' : name.slice(dot);
}

/** By the file, without what differs from file to file. */
function nameFor(path: string, taken: ReadonlySet<string>): string {
  const bare = normaliseName(fileName(path).replace(/\.[^.]*$/, ''))
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const base = (bare === '' ? 'logs' : bare).slice(0, 48);
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}
