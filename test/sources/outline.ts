import type { Span } from '@tracewright/core';

/** One line a span, indented below its parent, in order of start: `  chat m (model)`. A span whose parent is missing shows that. */
export function outline(spans: readonly Span[]): readonly string[] {
  const lines: string[] = [];
  const visit = (parent: string | undefined, depth: number): void => {
    for (const { parentSpanId, spanId, name, operation } of spans) {
      if (parentSpanId !== parent) continue;
      lines.push(`${'  '.repeat(depth)}${name} (${operation})`);
      visit(spanId, depth + 1);
    }
  };
  visit(undefined, 0);
  const ids = new Set<string | undefined>(spans.map(({ spanId }) => spanId));
  for (const { parentSpanId, name } of spans)
    if (parentSpanId !== undefined && !ids.has(parentSpanId)) lines.push(`${name} without its parent`);
  return lines;
}

/** Of spans of that operation: what the tests compare again and again. */
export function ofOperation(spans: readonly Span[], operation: Span['operation']): readonly Span[] {
  return spans.filter((span) => span.operation === operation);
}

/** Tokens in and out, model by model call. */
export function tokens(spans: readonly Span[]): readonly (readonly (number | undefined)[])[] {
  return ofOperation(spans, 'model').map(({ inputTokens, outputTokens }) => [inputTokens, outputTokens]);
}
