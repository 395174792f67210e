/** Adapters for the files of an import that no format knows: one for each kind of file among them. */
import { isTraceError } from '@tracewright/core';
import type { ImportFormat } from '../format.ts';
import type { Content } from '../reading/content.ts';
import { fileName, type SourceFile } from '../reading/source-file.ts';
import { toImportFormat } from './adapter-format.ts';
import { induceAdapter, type Induced, type Sample } from './induce.ts';
import { readText } from './raw-document.ts';
import { normaliseName } from './vocabulary.ts';

/** Files an adapter is induced from, and what is read of them together. */
const SAMPLE_FILES = 5;
const SAMPLE_BYTES = 24 * 1024 * 1024;
const MAX_ADAPTERS = 20;

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
  let left = [...files];
  while (left.length > 0 && induced.length < MAX_ADAPTERS) {
    const [first] = left;
    if (first === undefined) break;
    const kind = extensionOf(first.path);
    const alike = left.filter(({ path }) => extensionOf(path) === kind);
    const found =
      (await induceFrom(chooseSamples(alike, SAMPLE_FILES), now, taken)) ??
      (await induceFrom([first], now, taken));
    if (found === undefined || typeof found === 'string') {
      failures.set(first.path, found ?? 'it is too large, or cannot be read');
      left = left.filter((file) => file !== first);
      continue;
    }
    const format = toImportFormat(found.adapter);
    const matched: SourceFile[] = [];
    for (const file of left) {
      const detection = await open(file).then(
        (content) => format.detect(content, file),
        () => undefined,
      );
      if (detection?.kind === 'match') matched.push(file);
    }
    const own = matched.includes(first) ? matched : [first, ...matched];
    if (matched.includes(first)) {
      taken.add(found.adapter.name);
      induced.push({ ...found, format, paths: matched.map(({ path }) => path) });
    } else failures.set(first.path, 'what was induced from it does not recognise it again');
    left = left.filter((file) => !own.includes(file));
  }
  return { induced, failures };
}

/** The two largest, which have seen most kinds of records, and others from all over the list. */
export function chooseSamples(files: readonly SourceFile[], most: number): SourceFile[] {
  const bySize = files
    .filter(({ sizeBytes = 0 }) => sizeBytes <= SAMPLE_BYTES / 2)
    .toSorted((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0));
  const chosen = new Set(bySize.slice(0, Math.max(1, most - 3)));
  const others = files.filter((file) => !chosen.has(file));
  const wanted = Math.min(others.length, most - chosen.size);
  for (let index = 0; index < wanted; index += 1) {
    const file = others[Math.floor((index * others.length) / wanted)];
    if (file !== undefined) chosen.add(file);
  }
  return [...chosen];
}

/** Undefined when the files cannot be read, or are of several kinds; a text when there is nothing in them. */
async function induceFrom(
  files: readonly SourceFile[],
  now: string,
  taken: ReadonlySet<string>,
): Promise<Induced | string | undefined> {
  const samples: Sample[] = [];
  let bytes = 0;
  for (const file of files) {
    try {
      const text = await readText(file, SAMPLE_BYTES);
      bytes += text.length;
      if (samples.length > 0 && bytes > SAMPLE_BYTES) break;
      samples.push({ path: file.path, text });
    } catch {
      // A file that cannot be read is no sample; the import says why.
    }
  }
  const [first] = samples;
  if (first === undefined) return undefined;
  try {
    return induceAdapter(samples, nameFor(first.path, taken), now);
  } catch (error) {
    if (!isTraceError(error)) throw error;
    return samples.length > 1 ? undefined : error.summary;
  }
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
