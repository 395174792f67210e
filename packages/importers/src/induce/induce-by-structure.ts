/** Adapters for files of one kind: one for all of them, and others for those that are written in a way of their own. */
import { isTraceError } from '@tracewright/core';
import type { Content } from '../reading/content.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { induceAdapter, type Induced, type Sample } from './induce.ts';
import { measureAdapter } from './measure-adapter.ts';
import { parseDocument, readHead } from './containers/raw-document.ts';
import { groupByStructure, structureOf, type Structure } from './structure.ts';

/** Files an adapter is induced from, and what is read of them together. */
const SAMPLE_FILES = 5;
const SAMPLE_BYTES = 24 * 1024 * 1024;
/** Files whose structure is compared, and ways of writing that are tried. */
const MAX_COMPARED = 300;
const MAX_GROUPS = 10;
/** What an adapter of their own must read more of the files: a score. */
const GAIN = 0.08;

export interface InduceByStructureOptions {
  readonly open: (file: SourceFile) => Promise<Content>;
  /** ISO 8601 */
  readonly now: string;
  /** What is known from earlier calls, and becomes known: a file is opened once. Undefined: it cannot be read. */
  readonly structures?: Map<SourceFile, Structure | undefined>;
}

/** The adapters, or why there is none. */
export async function induceByStructure(
  files: readonly SourceFile[],
  { open, now, structures = new Map() }: InduceByStructureOptions,
): Promise<readonly Induced[] | string> {
  const [first] = files;
  if (first === undefined) return [];
  const compared = spread(files, MAX_COMPARED);
  // A file that cannot be read has no structure; the import says why.
  for (const file of compared)
    if (!structures.has(file)) structures.set(file, await open(file).then(structureOf, () => undefined));
  const groups = groupByStructure(
    compared.filter((file) => structures.get(file) !== undefined),
    (file) => structures.get(file) ?? new Set(),
  );
  const whole =
    (await induceFrom(chooseSamples(files, SAMPLE_FILES), now)) ?? (await induceFrom([first], now));
  const common = typeof whole === 'object' ? [whole] : [];
  const nothing = typeof whole === 'string' ? whole : TOO_LARGE;
  if (groups.length < 2) return common.length > 0 ? common : nothing;
  const own: Induced[] = [];
  const rest: SourceFile[] = [];
  const bySize = groups.toSorted((a, b) => b.length - a.length);
  for (const [index, group] of bySize.entries()) {
    const samples = index < MAX_GROUPS ? await readSamples(chooseSamples(group, SAMPLE_FILES)) : [];
    const found = samples.length === 0 ? undefined : induceSafely(samples, now);
    const isBetter =
      typeof found === 'object' && common.every((one) => found.measure.score > scoreOf(one, samples) + GAIN);
    if (isBetter) own.push(found);
    else rest.push(...group);
  }
  if (own.length === 0) return common.length > 0 ? common : nothing;
  if (rest.length === 0) return own;
  // Without them the others may be read better.
  const samples = await readSamples(chooseSamples(rest, SAMPLE_FILES));
  const others = samples.length === 0 ? undefined : induceSafely(samples, now);
  const isBetter =
    typeof others === 'object' && common.every((one) => others.measure.score > scoreOf(one, samples) + GAIN);
  return [...own, ...(isBetter ? [others] : common)];
}

const TOO_LARGE = 'it is too large, or cannot be read';

/** The two largest, which have seen most kinds of records, and others from all over the list. */
export function chooseSamples(files: readonly SourceFile[], most: number): SourceFile[] {
  const bySize = files
    .filter(({ sizeBytes = 0 }) => sizeBytes <= SAMPLE_BYTES / 2)
    .toSorted((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0));
  const chosen = new Set(bySize.slice(0, Math.max(1, most - 3)));
  const others = files.filter((file) => !chosen.has(file));
  for (const file of spread(others, most - chosen.size)) chosen.add(file);
  return [...chosen];
}

function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: Math.max(0, most) }, (_, index) =>
    list.slice(Math.floor((index * list.length) / most)).slice(0, 1),
  ).flat();
}

/** How well an adapter reads other files than those it was induced from. */
function scoreOf({ adapter: { body } }: Induced, samples: readonly Sample[]): number {
  const documents = samples.flatMap(({ path, text }) => {
    try {
      return [parseDocument(path, text, body)];
    } catch (error) {
      if (isTraceError(error)) return [];
      throw error;
    }
  });
  return (measureAdapter(body, documents).score * documents.length) / samples.length;
}

/** Undefined when the files cannot be read, or are of several kinds; a text when there is nothing in them. */
async function induceFrom(files: readonly SourceFile[], now: string): Promise<Induced | string | undefined> {
  const samples = await readSamples(files);
  const found = samples.length === 0 ? undefined : induceSafely(samples, now);
  return typeof found === 'string' && samples.length > 1 ? undefined : found;
}

async function readSamples(files: readonly SourceFile[]): Promise<Sample[]> {
  const samples: Sample[] = [];
  let bytes = 0;
  for (const file of files) {
    try {
      const text = await readHead(file, SAMPLE_BYTES);
      bytes += text.length;
      if (samples.length > 0 && bytes > SAMPLE_BYTES) break;
      samples.push({ path: file.path, text });
    } catch {
      // A file that cannot be read is no sample; the import says why.
    }
  }
  return samples;
}

function induceSafely(samples: readonly Sample[], now: string): Induced | string {
  try {
    return induceAdapter(samples, 'induced', now);
  } catch (error) {
    if (!isTraceError(error)) throw error;
    return error.summary;
  }
}
