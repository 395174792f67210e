/**
 * Spans that have started and not ended, so that a process that ends in the middle still tells them. Bounded: a host that
 * never consumes its streams must not keep every one of them in memory; the oldest are forgotten, not ended.
 */
import type { SpanData } from './recording-span.ts';

const MAX_OPEN = 2_000;

export interface OpenSpans {
  add(span: SpanData): void;
  delete(span: SpanData): void;
  list(): readonly SpanData[];
}

export function createOpenSpans(): OpenSpans {
  const open = new Set<SpanData>();
  return {
    add(span) {
      open.add(span);
      if (open.size > MAX_OPEN) for (const oldest of open) return void open.delete(oldest);
    },
    delete: (span) => void open.delete(span),
    list: () => [...open],
  };
}
