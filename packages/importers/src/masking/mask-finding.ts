/** Says that something was masked: one finding a span, with the placeholders as evidence where they can be quoted. */
import {
  type Evidence,
  type Finding,
  type JsonValue,
  messageText,
  type RunId,
  type SpanId,
} from '@tracewright/core';
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
    const text = textAt(span, field);
    const quote = placeholder(kind);
    const start = text?.indexOf(quote) ?? -1;
    return start === -1 ? [] : [{ spanId, path: field, start, end: start + quote.length, quote }];
  });
}

/** The text that evidence means by a path (`Evidence` in core); undefined where evidence cannot quote. */
function textAt(span: MaskableSpan, path: string): string | undefined {
  if (path === 'statusMessage') return span.statusMessage;
  if (path === 'tool/arguments') return toText(span.tool?.arguments);
  if (path === 'tool/result') return toText(span.tool?.result);
  const [list, index, , place] = path.split('/');
  if (list !== 'input' && list !== 'output') return undefined;
  const message = span[list][Number(index)];
  if (message === undefined) return undefined;
  if (place === undefined) return messageText(message);
  const part = message.parts[Number(place)];
  switch (part?.type) {
    case 'text':
    case 'reasoning':
      return part.content;
    case 'tool_call':
      return toText(part.arguments);
    case 'tool_call_response':
      return toText(part.response);
    case 'other':
      return toText(part.value);
    case 'media':
    case undefined:
      return undefined;
  }
}

/** Structured values are read as their JSON text without spaces. */
function toText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(value);
}
