export * from './format.ts';
export * from './registry.ts';
export * from './import-files.ts';
export * from './reading/source-file.ts';
export { readContent, type Content } from './reading/content.ts';
export { readLines, type TextLine } from './reading/text-lines.ts';
export { createMasker, type Mask, type MaskableSpan, type Masker } from './masking/masker.ts';
export {
  DEFAULT_MASKING_POLICY,
  FIELD_ACTIONS,
  type FieldAction,
  type FieldRule,
  type MaskingPolicy,
  readMaskingPolicy,
} from './masking/masking-policy.ts';
export { MASKED_CATEGORY, type MaskedPlace, MASKING_DETECTOR, toMaskFinding } from './masking/mask-finding.ts';
export { createLimiter, type Limiter, TRUNCATED_ATTRIBUTE, type Truncation } from './limits/limiter.ts';
export { DEFAULT_SPAN_LIMITS, DEFAULT_TRACE_SPANS, type SpanLimits } from './limits/span-limits.ts';
export { toTruncationFinding } from './limits/truncation-finding.ts';
