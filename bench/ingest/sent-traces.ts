/** Which traces a load holds, for reading them back. */
import { buildTemplates, traceIdsOf, type WorkloadKind } from './workload.ts';

export interface SentTraces {
  readonly traceIds: readonly string[];
  /** Spans in these traces, all told. */
  readonly spans: number;
}

/** @returns at most `count` traces, spread evenly over requests 0 to `requests` - 1 */
export function sampleSentTraces(kind: WorkloadKind, requests: number, count: number): SentTraces {
  const templates = buildTemplates(kind, 'json');
  const traceIds: string[] = [];
  let spans = 0;
  for (let sample = 0; sample < Math.min(count, requests); sample += 1) {
    const request = Math.floor((sample * requests) / Math.min(count, requests));
    const template = templates[request % templates.length];
    if (template === undefined) throw new Error('unreachable: no template');
    const traceId = traceIdsOf(template, request)[sample % template.traces];
    if (traceId === undefined) throw new Error('unreachable: no trace');
    traceIds.push(traceId);
    spans += template.spans / template.traces;
  }
  return { traceIds, spans };
}
