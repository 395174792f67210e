/** One import with progress, and its report in words. */
import type { AdapterReportJson, ImportPathsRequest, ImportReportJson } from '@tracewright/core';
import type { ImportProgress } from '@tracewright/server';
import type { Backend } from '../backend/open-backend.ts';
import type { Io } from '../io.ts';
import { createProgressLine } from '../progress.ts';
import { writeError } from '../report-error.ts';
import { escapeLine } from '../text/escape.ts';
import { formatCount, plural } from '../text/quantities.ts';

/** Problems and skipped files told on a terminal; --json lists all. */
const SHOWN = 20;

export async function importOnce(
  backend: Pick<Backend, 'importPaths' | 'serverUrl'>,
  request: ImportPathsRequest,
  io: Io,
): Promise<ImportReportJson> {
  const progress = createProgressLine(io);
  if (backend.serverUrl !== undefined)
    progress.show(`importing through the server at ${backend.serverUrl} …`);
  try {
    return await backend.importPaths(request, {
      onProgress: (state) => progress.show(describeProgress(state)),
    });
  } finally {
    progress.clear();
  }
}

function describeProgress({ phase, done, total, runs, spans, path }: ImportProgress): string {
  if (phase === 'looking') return `looking inside ${formatCount(done)}/${formatCount(total)} files  ${path}`;
  return `importing ${formatCount(done)}/${formatCount(total)}  ${plural(runs, 'run')}, ${plural(spans, 'span')}  ${path}`;
}

/** Whether an import brought nothing but problems. */
export function isFailedImport({ totals }: ImportReportJson): boolean {
  return totals.runs === 0 && totals.problems > 0;
}

export function describeReport(report: ImportReportJson): string {
  const { totals, imported } = report;
  const byFormat = new Map<string, { files: number; runs: number }>();
  for (const { format, runs } of imported) {
    const count = byFormat.get(format) ?? { files: 0, runs: 0 };
    byFormat.set(format, { files: count.files + 1, runs: count.runs + runs });
  }
  const width = Math.max(0, ...[...byFormat.keys()].map((name) => name.length));
  const formats = [...byFormat].map(
    ([name, { files, runs }]) =>
      `  ${name.padEnd(width)}  ${plural(runs, 'run')} from ${plural(files, 'file')}\n`,
  );
  const problems = report.problems.slice(0, SHOWN).map(({ path, where, message, fix }) => {
    const place = [path, where].filter((part) => part !== '').join(' ');
    const text = message.length > 300 ? `${message.slice(0, 300)}…` : message;
    return `  ${escapeLine(place)}: ${escapeLine(text)}${fix === '' ? '' : `\n    fix: ${escapeLine(fix)}`}\n`;
  });
  const unlisted = totals.problems - Math.min(SHOWN, report.problems.length);
  return [
    `${plural(report.files, 'file')}: ${plural(totals.runs, 'run')}, ${plural(totals.spans, 'span')}, ${plural(totals.steps, 'step')}; ${plural(totals.messages, 'new message')}; ${plural(totals.problems, 'problem')}, ${formatCount(report.skipped.length)} skipped\n`,
    ...formats,
    ...(report.adapters ?? []).map((adapter) =>
      adapter.isNew ? describeAdapter(adapter) : describeUsed(adapter),
    ),
    ...(problems.length === 0 ? [] : ['Problems:\n', ...problems]),
    ...(unlisted > 0 ? [`  … and ${formatCount(unlisted)} more: --json lists them\n`] : []),
  ].join('');
}

/** An adapter that was there before, and how to have another. */
function describeUsed(adapter: AdapterReportJson): string {
  const { name, version, edited, path, files, fields } = adapter;
  const shown = fields.map(
    ({ field, coverage, confidence }) =>
      `${field} ${Math.round(coverage * 100)} % (${confidence.toFixed(2)})`,
  );
  return [
    `Adapter ${name}, version ${version}${edited === null ? '' : `, edited (${edited})`}: read ${plural(files, 'file')}\n`,
    shown.length === 0 ? '' : `  in its sample, with confidence: ${shown.join(', ')}\n`,
    describeDoubts(adapter),
    path === null
      ? ''
      : `  kept in ${escapeLine(path)}: edit it there; to replace it, delete it and import again with --induce\n`,
  ].join('');
}

/** What an induced adapter reads, how surely, and the first turns as it reads them. */
function describeAdapter(adapter: AdapterReportJson): string {
  const percent = (share: number | null): string => (share === null ? '-' : `${Math.round(share * 100)} %`);
  const width = Math.max(0, ...adapter.fields.map(({ field }) => field.length));
  const fields = adapter.fields.map(
    ({ field, coverage, confidence, from }) =>
      `    ${field.padEnd(width)}  in ${percent(coverage).padStart(5)} of records, confidence ${confidence.toFixed(2)}, from ${escapeLine(from.slice(0, 4).join(', '))}\n`,
  );
  const preview = adapter.preview.map((line) => `    ${escapeLine(describeLine(line))}\n`);
  return [
    `Adapter ${adapter.name}: ${adapter.container}, records at ${adapter.records === '' ? 'the top' : escapeLine(adapter.records)}; reads ${percent(adapter.coverage)} of the records and ${percent(adapter.textShare)} of the text${adapter.pairing === null ? ', no calls' : `, ${percent(adapter.pairing)} of calls and results pair`}\n`,
    adapter.improvement === undefined
      ? ''
      : `  ${escapeLine(adapter.improvement.model)} was asked: ${adapter.improvement.accepted ? 'its adapter reads more and was taken' : `left as it was, ${escapeLine(adapter.improvement.reason)}`}\n`,
    adapter.path === null
      ? ''
      : `  kept in ${escapeLine(adapter.path)}: edit it there; it is used from now on\n`,
    describeDoubts(adapter),
    ...fields,
    '  First records:\n',
    ...preview,
  ].join('');
}

function describeDoubts({ doubts }: AdapterReportJson): string {
  if (doubts.length === 0) return '';
  return [
    `  Doubtful: ${escapeLine(doubts.join('; '))}\n`,
    '    fix: compare what it reads with the file; edit the adapter, or delete it and ask a language model for a better one: --induce --with-model\n',
  ].join('');
}

function describeLine(line: AdapterReportJson['preview'][number]): string {
  const parts = [
    line.agent === '' ? line.role : `${line.role} ${line.agent}`,
    line.thought === '' ? '' : `(${line.thought})`,
    line.text,
    line.tool === '' ? '' : `-> ${line.tool} ${line.arguments}`,
    line.result === '' ? '' : `<- ${line.result}`,
  ];
  return parts.filter((part) => part !== '').join('  ');
}

/** Tells on standard error why nothing was imported. */
export function tellFailure(report: ImportReportJson, io: Io, isJson: boolean): void {
  const [problem] = report.problems;
  if (problem === undefined) return;
  const where = [problem.path, problem.where].filter((part) => part !== '').join(' ');
  writeError(
    io,
    { code: problem.code, message: `nothing was imported: ${problem.message}`, where, fix: problem.fix },
    isJson,
  );
}
