/**
 * Gathers what an import finds into batches and writes them while the next one is being read: at most one batch is in
 * flight and one is filling, so memory is bounded whatever the size of the import.
 */
import type { Finding, Run, RunStats, Span, SpanStore, WriteBatch } from '@tracewright/core';

/** A batch is written when it holds this many characters ... */
const BATCH_SIZE = 8 * 1024 * 1024;
/** ... or this many spans. */
const BATCH_SPANS = 4000;

export interface BatchWriter {
  /** `size` is the estimated size of the spans. Waits while the store is busy and the next batch is full. */
  addSpans(spans: readonly Span[], size: number): Promise<void>;
  addRun(run: Run, stats: RunStats): Promise<void>;
  /** Reported findings, of runs given before or after. */
  addFindings(findings: readonly Finding[]): Promise<void>;
  /** Resolves when everything given is durable. */
  flush(): Promise<void>;
  /** Resolves when no write is in flight, whether it failed or not; what was not written yet is dropped. */
  settle(): Promise<void>;
  /** Distinct messages that the writes so far brought to the store. */
  readonly messagesAdded: number;
}

export function createBatchWriter(store: SpanStore): BatchWriter {
  let spans: Span[] = [];
  let runs: { run: Run; stats: RunStats }[] = [];
  let findings: Finding[] = [];
  let size = 0;
  let messagesAdded = 0;
  let writing: Promise<void> = Promise.resolve();

  const startWrite = async (): Promise<void> => {
    await writing;
    if (spans.length === 0 && runs.length === 0 && findings.length === 0) return;
    const batch: WriteBatch = { spans, runs, findings };
    spans = [];
    runs = [];
    findings = [];
    size = 0;
    writing = store.write(batch).then((receipt) => {
      messagesAdded += receipt.messages.added;
    });
    // The failure is thrown by whoever awaits `writing` next; this keeps it from being reported as unhandled before.
    writing.catch(() => undefined);
  };

  return {
    get messagesAdded() {
      return messagesAdded;
    },
    async addSpans(more, moreSize) {
      for (const span of more) spans.push(span);
      size += moreSize;
      if (size >= BATCH_SIZE || spans.length >= BATCH_SPANS) await startWrite();
    },
    async addRun(run, stats) {
      runs.push({ run, stats });
      if (runs.length >= BATCH_SPANS) await startWrite();
    },
    async addFindings(more) {
      for (const finding of more) findings.push(finding);
      if (findings.length >= BATCH_SPANS) await startWrite();
    },
    async flush() {
      await startWrite();
      await writing;
    },
    async settle() {
      await writing.catch(() => undefined);
    },
  };
}
