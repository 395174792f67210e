import type { WriteBatch } from '@tracewright/core';
import { encodeDiagnoses, encodeFindings, encodeRuns } from './encode-runs.ts';
import { SpanEncoder } from './encode-spans.ts';
import type { WriteSlice } from './protocol.ts';

/** Spans in a slice: about 60 ms of encoding, so that the main thread stays responsive. */
const SLICE_SPANS = 2_048;
/** UTF-16 units in a slice, for spans with long texts. */
const SLICE_SIZE = 4 * 2 ** 20;

/** Columns of one span without their texts. */
const SPAN_BYTES = 1_000;

/**
 * A batch in parts, each made durable as a whole, in order. Runs, diagnoses and findings come last: after a crash in between, a run is
 * missing and its repeat completes it, where a run without its spans would look complete.
 */
export function* sliceBatch(batch: WriteBatch): Generator<WriteSlice> {
  const none = { runs: encodeRuns([]), diagnoses: encodeDiagnoses([]), findings: encodeFindings([]) };
  let encoder = new SpanEncoder();
  for (const span of batch.spans ?? []) {
    if (encoder.count >= SLICE_SPANS || encoder.size >= SLICE_SIZE) {
      yield { bytes: sliceBytes(encoder), ...encoder.finish(), ...none };
      encoder = new SpanEncoder();
    }
    encoder.add(span);
  }
  yield {
    bytes: sliceBytes(encoder),
    ...encoder.finish(),
    runs: encodeRuns(batch.runs ?? []),
    diagnoses: encodeDiagnoses(batch.diagnoses ?? []),
    findings: encodeFindings(batch.findings ?? []),
  };
}

/** A byte a unit of text, and the columns. */
function sliceBytes(encoder: SpanEncoder): number {
  return encoder.size + encoder.count * SPAN_BYTES;
}
