/** A plan of an import in which a user's adapters take part, and, where asked, new ones are induced for what is left. */
import { type AdapterReportJson, isTraceError, type LanguageModel, type Problem } from '@tracewright/core';
import {
  type Content,
  editOf,
  FORMATS,
  type ImportAdapter,
  type ImportFormat,
  type ImportPlan,
  improveAdapter,
  type InducedForFiles,
  induceUnknown,
  planImport,
  previewSteps,
  readDocument,
  type SourceFile,
  toImportFormat,
  withAdapters,
} from '@tracewright/importers';
import type { StoredAdapters } from './adapter-folder.ts';
import { writeAdapter } from './adapter-folder.ts';

export interface AdapterOptions {
  readonly stored: StoredAdapters;
  /** Asked alone, in place of all formats. */
  readonly only?: ImportAdapter | undefined;
  readonly induce?: boolean | undefined;
  /** Asked for better ones than those induced. */
  readonly model?: LanguageModel | undefined;
}

export interface PlanWithAdapters {
  readonly plan: ImportPlan;
  readonly adapters: readonly AdapterReportJson[];
  readonly problems: readonly Problem[];
}

export async function planWithAdapters(
  files: readonly SourceFile[],
  open: (file: SourceFile) => Promise<Content>,
  format: string | undefined,
  options: AdapterOptions | undefined,
): Promise<PlanWithAdapters> {
  if (options === undefined)
    return { plan: await planImport(files, open, { format }), adapters: [], problems: [] };
  const { stored, only, induce = false, model } = options;
  if (only !== undefined) {
    const forced = toImportFormat(only, true);
    const plan = await planImport(files, open, { formats: [forced] });
    return { plan, adapters: [describe(only, plan, forced, undefined)], problems: [] };
  }
  // A name that a format of the product has is that format's.
  const usable = stored.adapters.filter(({ name }) => FORMATS.every((known) => known.name !== name));
  const known = usable.map((adapter) => ({ adapter, format: toImportFormat(adapter) }));
  const formats = withAdapters(known.map((entry) => entry.format));
  const plan = await planImport(files, open, { format, formats });
  const used = known.filter((entry) => plan.units.some((unit) => unit.format === entry.format));
  const reports = used.map(({ adapter, format: own }) =>
    describe(
      adapter,
      plan,
      own,
      stored.folder === undefined ? undefined : `${stored.folder}/${adapter.name}.json`,
    ),
  );
  const unknown = new Set(
    plan.problems.flatMap((item) =>
      item.kind === 'problem' && item.problem.code === 'format-unknown' ? [item.problem.path] : [],
    ),
  );
  if (!induce || unknown.size === 0) return { plan, adapters: reports, problems: stored.problems };
  const now = new Date().toISOString();
  const { induced: found, failures } = await induceUnknown(
    files.filter(({ path }) => unknown.has(path)),
    { open, names: [...formats.map(({ name }) => name)], now },
  );
  const induced: Improved[] = [];
  for (const one of found) induced.push(model === undefined ? one : await improve(model, one, now));
  const problems: Problem[] = [
    ...stored.problems,
    ...[...failures].map(([path, message]): Problem => ({
      path,
      code: 'format-unknown',
      where: '',
      message: `no adapter could be induced: ${message}`,
      fix: 'give files that hold whole runs, or write an importer (docs/add-an-importer.md)',
    })),
  ];
  const all: ImportFormat[] = [
    ...known.map((entry) => entry.format),
    ...induced.map((entry) => entry.format),
  ];
  const replanned = await planImport(files, open, { format, formats: withAdapters(all) });
  // Why no adapter could be induced says more than that no format knows the file.
  const final: ImportPlan = {
    ...replanned,
    problems: replanned.problems.filter(
      (item) => item.kind !== 'problem' || !failures.has(item.problem.path),
    ),
  };
  const added: AdapterReportJson[] = [];
  for (const { adapter, format: own, documents, paths, improvement } of induced) {
    const path = stored.folder === undefined ? undefined : await writeAdapter(stored.folder, adapter);
    // Of the sample some files may have gone to another adapter.
    const [file] = files.filter((one) => paths.includes(one.path));
    const document =
      documents.find((read) => paths.includes(read.path)) ??
      (file === undefined ? undefined : await readDocument(file, adapter.body));
    const preview = document === undefined ? [] : previewSteps(adapter.body, document);
    added.push({
      ...describe(adapter, final, own, path, preview),
      ...(improvement === undefined ? {} : { improvement }),
    });
  }
  return { plan: final, adapters: [...reports, ...added], problems };
}

type Improved = InducedForFiles & { readonly improvement?: AdapterReportJson['improvement'] };

/** What the model proposes, where it reads more; a model that fails leaves what was induced. */
async function improve(model: LanguageModel, one: InducedForFiles, now: string): Promise<Improved> {
  try {
    const { accepted, adapter, reason } = await improveAdapter(model, one.documents, one.adapter, now);
    const improvement = { model: model.id, accepted, reason };
    return accepted
      ? { ...one, adapter, format: toImportFormat(adapter), improvement }
      : { ...one, improvement };
  } catch (error) {
    if (!isTraceError(error) || error.code === 'cancelled') throw error;
    return { ...one, improvement: { model: model.id, accepted: false, reason: error.summary } };
  }
}

/** @param preview of one that is new */
function describe(
  adapter: ImportAdapter,
  plan: ImportPlan,
  format: ImportFormat,
  path: string | undefined,
  preview?: AdapterReportJson['preview'],
): AdapterReportJson {
  const { body, metrics } = adapter;
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  return {
    name: adapter.name,
    version: adapter.version,
    edited: editOf(adapter) ?? null,
    path: path ?? null,
    isNew: preview !== undefined,
    files: plan.units.filter((unit) => unit.format === format).length,
    container: body.container,
    records: [body.runs.at, body.records].filter((part) => part !== '').join(' then '),
    coverage: number(metrics['coverage']),
    textShare: number(metrics['textShare']),
    pairing: number(metrics['pairing']),
    doubts: texts(metrics['doubts']),
    fields: body.fields,
    preview: preview ?? [],
  };
}
