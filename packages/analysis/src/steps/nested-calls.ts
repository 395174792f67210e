/**
 * Tool spans of one call inside each other: an instrumented client in an instrumented tool, an MCP server's span in its client's.
 * They are one call; each may tell what the others leave out. A tool that calls itself makes calls of its own.
 */
import { isJsonObject, type JsonValue, type Span } from '@tracewright/core';
import type { SpanForest } from './span-forest.ts';

/** The span itself or the outermost span of the same call inside it that has what is looked for. */
export function findInside(
  span: Span,
  inner: ReadonlyMap<Span, Span>,
  has: (span: Span) => boolean,
): Span | undefined {
  for (let each: Span | undefined = span; each !== undefined; each = inner.get(each))
    if (has(each)) return each;
  return undefined;
}

/** For each tool span the last one directly inside it that is of the same call. */
export function findInner({ spans, enclosing }: SpanForest): Map<Span, Span> {
  const inner = new Map<Span, Span>();
  for (const [index, span] of spans.entries()) {
    const outer = spans[enclosing[index] ?? -1];
    if (isSameCall(span, outer)) inner.set(outer, span);
  }
  return inner;
}

export function isSameCall(span: Span, outer: Span | undefined): outer is Span {
  return (
    span.operation === 'tool' &&
    outer?.operation === 'tool' &&
    outer.tool?.name === span.tool?.name &&
    !isAskedOtherwise(span.tool?.arguments, outer.tool?.arguments)
  );
}

/**
 * Whether an argument that both tell has another value: the tool called itself. What only one tells (a default filled in, a context handed
 * on) says nothing, nor does what is nested: it may be written in another way. A plain value that one side cuts or spells otherwise
 * makes two steps of one call, which shows more than there was; the other way round a call would be missing.
 */
function isAskedOtherwise(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  return Object.entries(a).some(([name, value]) => {
    const other = b[name] ?? null;
    return isPlain(value) && isPlain(other) && String(value) !== String(other);
  });
}

function isPlain(value: JsonValue): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
