/** Quotes as evidence: slices of the texts of a span that a path names (`readSpanText`). */
import { type Evidence, type JsonValue, readSpanText, type Span } from '@tracewright/core';

/** Whether the quote is exactly the slice it claims to be, of this span. */
export function checkEvidence(span: Span, evidence: Evidence): boolean {
  const { start, end } = evidence;
  if (
    evidence.spanId !== span.spanId ||
    !Number.isInteger(start) ||
    !Number.isInteger(end) ||
    start < 0 ||
    end < start
  )
    return false;
  const text = readSpanText(span, evidence.path);
  return text !== undefined && end <= text.length && text.slice(start, end) === evidence.quote;
}

const WORD = /[\p{L}\p{N}]/u;
/** Quotes are shorter; the pattern's cost grows with the square of a text that quotes JSON in JSON. */
const LOOKED_AT = 1_000;

/** Whether a quote has a word in it that is no key of a record: `{}`, `...` and `{"outputs":{}}` say nothing. */
export function saysSomething(text: string): boolean {
  return WORD.test(text.slice(0, LOOKED_AT).replaceAll(/"(?:[^"\\]|\\.)*"\s*:/g, ''));
}

/** The same of a value: whether anything but its keys says something. */
export function holdsSomething(value: JsonValue): boolean {
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string' ? WORD.test(next) : next !== null && typeof next !== 'object') return true;
    if (next !== null && typeof next === 'object')
      waiting.push(...Object.values(next).filter((inner) => inner !== undefined));
  }
  return false;
}

/** Quotes a slice, clipped to the text and moved off the middle of surrogate pairs; undefined when the path leads nowhere. */
export function quote(span: Span, path: string, start: number, end: number): Evidence | undefined {
  const text = readSpanText(span, path);
  if (text === undefined) return undefined;
  const from = toBoundary(text, Math.min(Math.max(0, start), text.length));
  const to = toBoundary(text, Math.min(Math.max(from, end), text.length));
  return { spanId: span.spanId, path, start: from, end: to, quote: text.slice(from, to) };
}

/** The nearest place at or before `index` that does not split a surrogate pair. */
function toBoundary(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  const before = text.charCodeAt(index - 1);
  const isSplit = unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
  return isSplit ? index - 1 : index;
}
