/**
 * One run as a page for a bug report. The masking policy is applied again to the spans before anything is derived from them,
 * so that a report may hide more than the store does; a finding whose quote does not survive that loses its words too.
 */
import { buildSteps, renderRunReport } from '@tracewright/analysis';
import {
  type Finding,
  type JsonObject,
  readSpanText,
  type RunReportJson,
  type RunReportRequest,
  type Span,
  type SpanStore,
  toRunDetailJson,
} from '@tracewright/core';
import { createMasker, type Mask, type Masker, readMaskingPolicy } from '@tracewright/importers';
import { readVersion } from '../version.ts';
import { ensureDiagnosis } from './diagnoses.ts';
import { getRunByPrefix } from './find-run.ts';

export interface RunReportOptions {
  readonly isReadOnly: boolean;
  readonly nowMs: number;
}

/** @throws TraceError `run-not-found`, `usage-invalid` for a policy or a pattern */
export async function makeRunReport(
  store: SpanStore,
  id: string,
  request: RunReportRequest,
  { isReadOnly, nowMs }: RunReportOptions,
): Promise<RunReportJson> {
  const masker = createMasker(readMaskingPolicy(joinPolicy(request), 'report'));
  const run = await getRunByPrefix(store, id);
  const reading = store.readSpans(run.runId);
  const [spans, diagnosis, reported] = await Promise.all([
    reading,
    ensureDiagnosis(store, run, { readSpans: () => reading, isReadOnly }),
    store.readReportedFindings(run.runId),
  ]);
  let masked = 0;
  const note = (masks: readonly Mask[]): void => {
    for (const { count } of masks) masked += count;
  };
  const shown = spans.map((span) => {
    const { span: clean, masks } = masker.maskSpan(span);
    note(masks);
    return clean;
  });
  const clean = masker.maskRun(run);
  note(clean.masks);
  const mask = (text: string, field: string): string => {
    const { value, masks } = masker.maskValue(text, field);
    note(masks);
    return value;
  };
  const path = mask(run.source.path, 'path');
  const { onset } = diagnosis;
  const spansById = new Map(shown.map((span) => [span.spanId, span]));
  const maskFindings = (findings: readonly Finding[]): readonly Finding[] =>
    findings.map((finding) => maskFinding(finding, masker, spansById));
  const detail = toRunDetailJson(
    {
      ...run,
      ...clean.run,
      source: { ...run.source, path },
    },
    buildSteps(shown),
    {
      ...diagnosis,
      findings: maskFindings(diagnosis.findings),
      onset:
        onset === null
          ? null
          : { ...onset, agent: onset.agent === undefined ? undefined : mask(onset.agent, 'agent') },
    },
    maskFindings(reported),
    nowMs,
  );
  const html = renderRunReport(detail, {
    masked,
    writtenAt: new Date(nowMs).toISOString(),
    version: readVersion(),
  });
  return { runId: run.runId, html, masked };
}

function joinPolicy({ masking = { version: 1 }, redact }: RunReportRequest): JsonObject {
  if (redact === undefined) return masking;
  const patterns = Array.isArray(masking['patterns']) ? masking['patterns'] : [];
  return { ...masking, patterns: [{ name: 'redacted', pattern: redact, ignoreCase: true }, ...patterns] };
}

const HIDDEN = '[masked:policy]';

function maskFinding(finding: Finding, masker: Masker, spans: ReadonlyMap<string, Span>): Finding {
  const mask = (text: string): string => masker.maskValue(text, 'finding').value;
  const evidence = finding.evidence.map((piece) => {
    const span = spans.get(piece.spanId);
    const quote = mask(piece.quote);
    const isThere = span !== undefined && (readSpanText(span, piece.path) ?? '').includes(quote);
    return { ...piece, quote: isThere ? quote : HIDDEN };
  });
  const isHidden = evidence.some(({ quote }) => quote === HIDDEN);
  return {
    ...finding,
    category: mask(finding.category),
    evidence,
    message: isHidden ? 'What this finding says is masked, as what it quotes.' : mask(finding.message),
    ...(finding.fix === undefined ? {} : { fix: isHidden ? '' : mask(finding.fix) }),
    ...(finding.annotation === undefined
      ? {}
      : { annotation: { ...finding.annotation, author: mask(finding.annotation.author) } }),
  };
}
