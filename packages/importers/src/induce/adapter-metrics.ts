import type { JsonObject } from '@tracewright/core';
import { roundShare } from './adapter/round-share.ts';
import { doubtsOf } from './doubts.ts';
import type { AdapterMeasure } from './measure-adapter.ts';

/** What an adapter's file says of how it reads its sample. */
export function metricsOf(measure: AdapterMeasure): JsonObject {
  const { records, coverage, textShare, pairing, calls, results, score } = measure;
  return {
    records,
    coverage: roundShare(coverage),
    textShare: roundShare(textShare),
    pairing: calls + results === 0 ? null : roundShare(pairing),
    score: roundShare(score),
    doubts: doubtsOf(measure),
  };
}
