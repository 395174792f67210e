/**
 * What ended waits here, bounded by number and bytes, and goes out in batches: one request at a time, retried where the
 * specification allows it. When the queue is full the oldest spans are dropped: the newest tell what happens now, and the
 * root of a run, which carries its outcome, ends last. The number dropped is told in the next request, as the attribute
 * `tracewright.dropped_spans` of its scope.
 *
 * Source: OTLP/HTTP (opentelemetry-proto docs/specification.md): 429, 502, 503, 504 and failed connections are retried,
 * with Retry-After; everything else is final.
 */
import type { Config } from '../config.ts';
import type { ProblemLog } from '../problem.ts';
import { encodeAttributes } from './encode-span.ts';
import { SDK_VERSION } from '../version.ts';
import type { Send } from './send.ts';
import { sleep, startTimer } from './timer.ts';

const MAX_ATTEMPTS = 6;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;
/** A request is closed at this size, so that one long history does not make a batch that nobody takes. */
const MAX_BATCH_BYTES: number = 4 * 1024 * 1024;
const START_COLLECTOR =
  'start a collector there (`tracewright serve`), or set the option endpoint or OTEL_EXPORTER_OTLP_ENDPOINT';
const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export interface ExportStats {
  /** Spans that the collector has acknowledged. */
  readonly exported: number;
  /** Spans that were dropped: the queue was full, or the collector never took them. */
  readonly dropped: number;
  /** Spans that wait, those of the request under way included. */
  readonly waiting: number;
}

export interface SpanExporter {
  add(span: string): void;
  /** Sends what waits. Resolves when it is delivered or given up, at the latest after `deadlineMs`; never rejects. */
  flush(deadlineMs: number): Promise<void>;
  /** After this nothing is taken any more, and what could not be delivered is dropped. */
  close(deadlineMs: number): Promise<void>;
  /** Breaks off the request under way and starts no other, and tells what that leaves behind: the process is ending. */
  halt(): void;
  /** Tells of requests that were taken as bodies and did not arrive. */
  tellLost(requests: number): void;
  /** Takes everything out of the queue as bodies of requests, for whoever sends it where nothing can be awaited. */
  takeBodies(): readonly string[];
  stats(): ExportStats;
}

interface Batch {
  readonly spans: readonly string[];
  readonly dropped: number;
}

export function createSpanExporter(
  config: Config,
  problems: ProblemLog,
  send: Send,
  /** Runs what the exporter starts outside the host's context, so that no timer keeps a host's values alive. */
  outside: <T>(fn: () => T) => T,
): SpanExporter {
  const prefix = `{"resourceSpans":[{"resource":{"attributes":[${encodeAttributes(config.resource)}]},"scopeSpans":[{"scope":{"name":"@tracewright/sdk","version":"${SDK_VERSION}"`;
  let queue: (string | undefined)[] = [];
  let head = 0;
  let bytes = 0;
  let exported = 0;
  let dropped = 0;
  let untoldDrops = 0;
  let inFlight: Batch | undefined;
  let pump: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let wake: (() => void) | undefined;
  let isClosed = false;
  let isHalted = false;
  let breakOff: (() => void) | undefined;
  let lastFailure = '';

  const toBody = (batch: Batch): string => {
    const told =
      batch.dropped === 0
        ? ''
        : `,"attributes":[${encodeAttributes({ 'tracewright.dropped_spans': batch.dropped })}]`;
    return `${prefix}${told}},"spans":[${batch.spans.join(',')}]}]}]}`;
  };

  const shift = (): string => {
    const span = queue[head] ?? '';
    queue[head] = undefined;
    head += 1;
    bytes -= span.length;
    if (head > 1024 && head * 2 > queue.length) {
      queue = queue.slice(head);
      head = 0;
    }
    return span;
  };

  const drop = (count: number): void => {
    dropped += count;
    untoldDrops += count;
  };

  const takeBatch = (): Batch => {
    const spans: string[] = [];
    let size = 0;
    while (head < queue.length && spans.length < config.batchSpans) {
      size += queue[head]?.length ?? 0;
      if (spans.length > 0 && size > MAX_BATCH_BYTES) break;
      spans.push(shift());
    }
    const batch = { spans, dropped: untoldDrops };
    untoldDrops = 0;
    return batch;
  };

  const deliver = async (batch: Batch): Promise<void> => {
    const body = toBody(batch);
    for (let attempt = 1; ; attempt += 1) {
      const request = new AbortController();
      breakOff = () => request.abort();
      const timer = startTimer(config.timeoutMs, false);
      void timer.elapsed.then(breakOff);
      const answer = await post(config, send, body, request.signal);
      timer.cancel();
      lastFailure = answer.kind === 'taken' ? '' : `: ${answer.message}`;
      if (isHalted && answer.kind !== 'taken') return;
      if (answer.kind === 'taken') {
        exported += batch.spans.length - answer.rejected;
        dropped += answer.rejected;
        if (answer.rejected > 0 || answer.message !== '')
          problems.add({
            code: 'export-refused',
            message: `the collector refused ${answer.rejected} of ${batch.spans.length} spans: ${answer.message}`,
            fix: 'see the message; the other spans were taken',
          });
        return;
      }
      if (answer.kind === 'refused' || attempt >= MAX_ATTEMPTS) {
        drop(batch.spans.length);
        untoldDrops += batch.dropped;
        problems.add({
          code: answer.kind === 'refused' ? 'export-refused' : 'export-failed',
          message: `${batch.spans.length} spans were not delivered to ${config.url}: ${answer.message}`,
          fix: START_COLLECTOR,
          cause: answer.cause,
        });
        return;
      }
      const backoff = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1));
      const waitMs = Math.min(MAX_RETRY_MS, answer.retryAfterMs ?? 0) + backoff * (0.5 + Math.random() / 2);
      await sleep(waitMs, (stop) => (wake = stop));
      if (isHalted) return;
    }
  };

  const run = async (): Promise<void> => {
    while (head < queue.length && !isHalted) {
      inFlight = takeBatch();
      await deliver(inFlight);
      // A batch that was broken off stays, for whoever takes what waits.
      if (!isHalted) inFlight = undefined;
    }
  };

  const start = (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = undefined;
    pump ??= outside(run).finally(() => (pump = undefined));
    return pump;
  };

  const flush = async (deadlineMs: number): Promise<void> => {
    if (head >= queue.length && pump === undefined) return;
    // Whoever waits for a retry tries now.
    wake?.();
    // Kept alive by a timer that counts: a flush is awaited by someone.
    const deadline = outside(() => startTimer(deadlineMs, true));
    await Promise.race([start(), deadline.elapsed]);
    deadline.cancel();
  };

  const stop = (): void => {
    isHalted = true;
    breakOff?.();
    wake?.();
  };

  const countWaiting = (): number => queue.length - head + (inFlight?.spans.length ?? 0);

  const tellUndelivered = (what: string): void =>
    problems.add({
      code: 'export-failed',
      message: `${what} were not delivered to ${config.url} before the end${lastFailure}`,
      fix: START_COLLECTOR,
    });

  return {
    add(span) {
      if (isClosed) return drop(1);
      queue.push(span);
      bytes += span.length;
      let lost = 0;
      while (
        queue.length - head > config.maxQueueSpans ||
        (bytes > config.maxQueueBytes && head < queue.length)
      ) {
        shift();
        lost += 1;
      }
      if (lost > 0) {
        drop(lost);
        problems.add({
          code: 'queue-full',
          message: `the queue is full (${queue.length - head} spans, ${bytes} characters): the oldest spans are dropped`,
          fix: 'check that the collector answers, or raise maxQueueSpans and maxQueueBytes',
        });
      }
      if (pump !== undefined || isHalted) return;
      if (queue.length - head >= config.batchSpans) void start();
      else if (cancelTimer === undefined) {
        const timer = outside(() => startTimer(config.batchDelayMs, false));
        cancelTimer = timer.cancel;
        void timer.elapsed.then(() => start());
      }
    },
    flush,
    async close(deadlineMs) {
      isClosed = true;
      await flush(deadlineMs);
      stop();
      await pump;
      const left = countWaiting();
      queue = [];
      head = 0;
      bytes = 0;
      inFlight = undefined;
      drop(left);
      if (left > 0) tellUndelivered(`${left} spans`);
    },
    halt() {
      const left = countWaiting();
      stop();
      if (left > 0) tellUndelivered(`${left} spans`);
    },
    tellLost(requests) {
      tellUndelivered(`${requests} requests`);
    },
    takeBodies() {
      const bodies = inFlight === undefined ? [] : [toBody(inFlight)];
      inFlight = undefined;
      while (head < queue.length) bodies.push(toBody(takeBatch()));
      return bodies;
    },
    stats: () => ({ exported, dropped, waiting: countWaiting() }),
  };
}

type Answer =
  | { readonly kind: 'taken'; readonly rejected: number; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string; readonly cause?: unknown }
  | {
      readonly kind: 'retry';
      readonly message: string;
      readonly retryAfterMs?: number;
      readonly cause?: unknown;
    };

async function post(config: Config, send: Send, body: string, signal: AbortSignal): Promise<Answer> {
  try {
    const headers = { 'content-type': 'application/json', ...config.headers };
    const { status, retryAfter, text } = await send(config.url, headers, body, signal);
    if (status >= 200 && status < 300) return { kind: 'taken', ...readPartialSuccess(text) };
    const message = `status ${status} ${text.slice(0, 300)}`.trim();
    if (!RETRYABLE.has(status)) return { kind: 'refused', message };
    const retryAfterMs = readRetryAfter(retryAfter);
    return retryAfterMs === undefined ? { kind: 'retry', message } : { kind: 'retry', message, retryAfterMs };
  } catch (cause) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
    return {
      kind: 'retry',
      message: `${cause instanceof Error ? cause.message : String(cause)}${inner}`,
      cause,
    };
  }
}

function readPartialSuccess(text: string): { rejected: number; message: string } {
  try {
    const answer = JSON.parse(text) as {
      partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
    } | null;
    const { rejectedSpans = 0, errorMessage = '' } = answer?.partialSuccess ?? {};
    return { rejected: Number(rejectedSpans) || 0, message: errorMessage };
  } catch {
    // 200 is an acknowledgement whatever the body.
    return { rejected: 0, message: '' };
  }
}

/** Seconds or an HTTP date (RFC 9110 10.2.3). */
function readRetryAfter(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
