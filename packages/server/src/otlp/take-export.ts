/** The way of one export request that both receivers share: bytes to decoded records to the sink. */
import {
  type DecodedExport,
  type ExportEncoding,
  type ExportSignal,
  readExport,
  readExportInSteps,
} from '@tracewright/importers';
import { createSerialQueue } from '../serial-queue.ts';
import type { ExportSink } from './export-sink.ts';
import type { ExportOutcome } from './export-response.ts';

export interface ExportRequest {
  readonly signal: ExportSignal;
  readonly encoding: ExportEncoding;
  readonly body: Uint8Array;
  readonly sink: ExportSink;
}

export type TakeExport = (request: ExportRequest) => Promise<ExportOutcome>;

/** Smaller bodies are decoded in one go. */
const SMALL_BYTES = 256 * 1024;
/** Decoding a large one lets others run after so long. */
const SLICE_MS = 8;
const MAX_MESSAGES = 5;
const NOUNS: Readonly<Record<ExportSignal, string>> = {
  traces: 'spans',
  logs: 'log records',
  metrics: 'data points',
};

export function createTakeExport(): TakeExport {
  // One large body at a time: decoded, it takes many times the memory of its bytes.
  const enqueue = createSerialQueue();
  return async ({ signal, encoding, body, sink }) => {
    sink.charge(body.length);
    const decoded =
      body.length <= SMALL_BYTES
        ? readExport(signal, body, encoding)
        : await enqueue(() => decodeInSlices(signal, body, encoding));
    const { drafts, logs, records, refused } = decoded;
    if (signal === 'metrics') sink.passOver(records - refused.count);
    if (drafts.length === 0 && logs.length === 0)
      return outcome(signal, records, refused.count, refused.messages);
    const { rejected, messages } = await sink.accept(decoded, body.length);
    return outcome(signal, records, refused.count + rejected, [...refused.messages, ...messages]);
  };
}

async function decodeInSlices(
  signal: ExportSignal,
  body: Uint8Array,
  encoding: ExportEncoding,
): Promise<DecodedExport> {
  const steps = readExportInSteps(signal, body, encoding);
  let sliceEnd = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < sliceEnd) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceEnd = performance.now() + SLICE_MS;
  }
}

function outcome(
  signal: ExportSignal,
  records: number,
  rejected: number,
  messages: readonly string[],
): ExportOutcome {
  if (rejected === 0 && messages.length === 0) return { rejected, message: '' };
  const named = messages.slice(0, MAX_MESSAGES);
  const more = rejected > named.length ? `; and ${rejected - named.length} more` : '';
  // Without records it is the request that is told of.
  const taken = records === 0 ? '' : 'taken with faults: ';
  const head = rejected === 0 ? taken : `${rejected} of ${records} ${NOUNS[signal]} refused: `;
  return { rejected, message: `${head}${named.join('; ')}${more}` };
}
