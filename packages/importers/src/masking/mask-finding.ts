/** Says that something was masked: one finding a span, with the placeholders as evidence where they can be quoted. */
import { type Evidence, type Finding, readSpanText, type RunId, type SpanId } from '@tracewright/core';
import { hashHex } from '../building/ids.ts';
import { MASKING_FAILED, placeholder } from './mask-text.ts';
import type { Mask, MaskableSpan } from './masker.ts';

export const MASKING_DETECTOR = 'secret-masking@1';
export const MASKED_CATEGORY = 'secret-masked';

/** Quotes a finding carries; the message counts all. */
const MAX_EVIDENCE = 20;
/** Fields named in the message. */
const MAX_FIELDS = 5;

/** Where the finding belongs. `span` is the span as it will be stored, for the quotes; without it there are none. */
export interface MaskedPlace {
  readonly runId: RunId;
  /** Absent for a run's own texts. */
  readonly spanId?: SpanId | undefined;
  readonly span?: MaskableSpan | undefined;
}

/** @param masks at least one */
export function toMaskFinding(masks: readonly Mask[], { runId, spanId, span }: MaskedPlace): Finding {
  const counts = new Map<string, number>();
  for (const { kind, count } of masks) counts.set(kind, (counts.get(kind) ?? 0) + count);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...counts].map(([kind, count]) => (count === 1 ? kind : `${kind} × ${count}`)).join(', ');
  const fields = [...new Set(masks.map(({ field }) => field))];
  const more = fields.length - MAX_FIELDS;
  const named = fields.slice(0, MAX_FIELDS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const hasFailed = counts.has(MASKING_FAILED);
  return {
    // The record of a live run comes in pieces: what is told of one must not replace what was told of another.
    id: hashHex(['finding', MASKING_DETECTOR, span?.traceId ?? runId, spanId ?? fields.join(' ')], 16),
    runId,
    ...(spanId === undefined ? {} : { spanId }),
    detector: MASKING_DETECTOR,
    category: MASKED_CATEGORY,
    severity: 'warning',
    confidence: 1,
    message: `${total === 1 ? 'A secret was' : `${total} secrets were`} masked on the way in: ${kinds}, in ${named}${hasFailed ? '; where masking failed, the whole text was left out' : ''}`,
    evidence: span === undefined || spanId === undefined ? [] : quoteMasks(masks, span, spanId),
    fix: 'replace the secret if it is real: it was written into telemetry; keep it out at the source',
  };
}

function quoteMasks(masks: readonly Mask[], span: MaskableSpan, spanId: SpanId): readonly Evidence[] {
  return masks.slice(0, MAX_EVIDENCE).flatMap(({ kind, field }) => {
    const text = readSpanText(span, field);
    const quote = placeholder(kind);
    const start = text?.indexOf(quote) ?? -1;
    return start === -1 ? [] : [{ spanId, path: field, start, end: start + quote.length, quote }];
  });
}
