import {
  isAnnotation,
  type Diagnosis,
  type Finding,
  type JsonValue,
  type Run,
  type RunStats,
} from '@tracewright/core';
import { arrivalTime, durationSeconds, runTokens } from '../normal/field-values.ts';
import { normalDiagnosis, normalFinding, normalRun, normalStats } from '../normal/records.ts';
import { ColumnEncoder, type CellValue, type ColumnType } from './encode-columns.ts';
import { changeHash } from './encode-messages.ts';
import type { EncodedFindings, EncodedRows } from './protocol.ts';

interface RunEntry {
  readonly run: Run;
  readonly stats: RunStats;
}

const RUN_COLUMNS: readonly (readonly [ColumnType, (entry: RunEntry) => CellValue])[] = [
  ['text', ({ run }) => run.runId],
  ['text', ({ run }) => run.agent],
  ['text', ({ run }) => run.model],
  ['text', ({ run }) => run.task],
  ['text', ({ run }) => run.source.format],
  ['text', ({ run }) => run.source.path],
  ['text', ({ run }) => run.outcome.status],
  ['number', ({ run }) => run.outcome.score],
  ['time', ({ run }) => run.startTime],
  ['time', ({ run }) => run.endTime],
  ['number', ({ run }) => durationSeconds(run.startTime, run.endTime)],
  ['number', ({ stats }) => stats.steps],
  ['number', ({ stats }) => stats.spans],
  ['number', ({ stats }) => runTokens(stats)],
  ['number', ({ stats }) => stats.costUsd],
  ['text', encodeRun],
  ['text', ({ run }) => run.session],
  ['text', ({ run }) => run.user],
  ['time', ({ run }) => arrivalTime(run.live)],
  ['number', ({ run }) => run.live?.openSpans],
];
/** Where a run's document stands among its columns. */
export const RUN_DOCUMENT = 15;

const DIAGNOSIS_COLUMNS: readonly (readonly [ColumnType, (diagnosis: Diagnosis) => CellValue])[] = [
  ['text', (diagnosis) => diagnosis.runId],
  ['number', (diagnosis) => diagnosis.findings.length],
  ['number', (diagnosis) => diagnosis.onset?.stepIndex],
  ['text', (diagnosis) => JSON.stringify(diagnosis)],
];

const FINDING_COLUMNS: readonly (readonly [ColumnType, (finding: Finding) => CellValue])[] = [
  ['text', (finding) => finding.id],
  ['text', (finding) => finding.runId],
  ['text', (finding) => JSON.stringify(finding)],
  ['text', (finding) => finding.annotation?.author],
  ['text', (finding) => finding.annotation?.status],
];

export function encodeRuns(entries: readonly RunEntry[]): EncodedRows {
  const normal = entries.map(({ run, stats }) => ({ run: normalRun(run), stats: normalStats(stats) }));
  return encode(RUN_COLUMNS, normal);
}

export function encodeDiagnoses(diagnoses: readonly Diagnosis[]): EncodedFindings {
  const normal = diagnoses.map(normalDiagnosis);
  const categories = normal.map(({ findings }) => [...new Set(findings.map(({ category }) => category))]);
  return { ...encode(DIAGNOSIS_COLUMNS, normal), categories };
}

export function encodeFindings(findings: readonly Finding[]): EncodedFindings {
  const normal = findings.map(normalFinding);
  return {
    ...encode(FINDING_COLUMNS, normal),
    categories: normal.map((finding) => (isAnnotation(finding) ? [] : [finding.category])),
  };
}

function encode<T>(
  columns: readonly (readonly [ColumnType, (record: T) => CellValue])[],
  records: readonly T[],
): EncodedRows {
  const encoder = new ColumnEncoder(columns);
  return { hashes: records.map((record) => changeHash(encoder.add(record))), columns: encoder.finish() };
}

/** The times stand in columns of their own. */
function encodeRun({ run, stats }: RunEntry): string {
  const { startTime: _start, endTime: _end, ...rest } = run;
  return JSON.stringify({ run: rest as unknown as JsonValue, stats: { ...stats } });
}
