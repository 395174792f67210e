export * from './format.ts';
export * from './registry.ts';
export * from './import-files.ts';
export * from './reading/source-file.ts';
export { readContent, type Content } from './reading/content.ts';
export { readLines, type TextLine } from './reading/text-lines.ts';
export { findSessionRuns, toTraceRunId } from './formats/otlp/run-ids.ts';
export { pairToolCalls } from './building/pair-tool-calls.ts';
export { createSpanRun, type SpanRun } from './building/span-run.ts';
export {
  readExport,
  readExportInSteps,
  type DecodedExport,
  type ExportEncoding,
  type ExportOptions,
  type ExportSignal,
} from './formats/otlp/read-export.ts';
export type { OtlpLog, OtlpOrigin, OtlpScope } from './formats/otlp/otlp-record.ts';
export { toEvaluationFindings } from './formats/otlp/evaluation-findings.ts';
export { isLogSpan, liftLog } from './formats/otlp/agent-logs.ts';
export { findMessageSpan, mergeLoggedMessages } from './formats/otlp/logged-messages.ts';
export type { PriceTable } from './prices/price-table.ts';
export { findPrice } from './prices/find-price.ts';
export { toCost } from './prices/to-cost.ts';
export { withCost } from './prices/with-cost.ts';
export { mergePrices, readPriceTable } from './prices/read-price-table.ts';
export type { SpanDraft } from './formats/otlp/to-span.ts';
export type { Evaluation, SpanFacts } from './dialects/span-facts.ts';
export { describeMasking, type MaskingDescription } from './masking/describe-masking.ts';
export { createMasker, type Mask, type MaskableSpan, type Masker } from './masking/masker.ts';
export {
  type FieldAction,
  type FieldRule,
  type MaskingPolicy,
  readMaskingPolicy,
} from './masking/masking-policy.ts';
export { type MaskedPlace, toMaskFinding } from './masking/mask-finding.ts';
export type { Truncation } from './limits/field-cutter.ts';
export { createLimiter, type Limiter } from './limits/limiter.ts';
export { DEFAULT_TRACE_SPANS, type SpanLimits } from './limits/span-limits.ts';
export { toFullRunFinding, toTruncationFinding } from './limits/truncation-finding.ts';
export type { AdapterBody, FieldReport, ImportAdapter } from './induce/adapter/adapter.ts';
export { editOf, signAdapter } from './induce/adapter/adapter-edit.ts';
export { toImportFormat } from './induce/adapter-format.ts';
export { induceAdapter, type Induced, type Sample } from './induce/induce.ts';
export { chooseSamples } from './induce/induce-by-structure.ts';
export { type InducedForFiles, induceUnknown } from './induce/induce-unknown.ts';
export { previewSteps, type PreviewLine } from './induce/interpreter/preview-steps.ts';
export { readDocument } from './induce/containers/raw-document.ts';
export { readAdapter } from './induce/adapter/read-adapter.ts';
export { type ImprovedAdapter, improveAdapter } from './induce/improve-adapter.ts';
