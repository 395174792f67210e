/** Ids of the runs that traces make: the same whether the spans come from a file or live. */
import type { JsonObject, RunId, TraceId } from '@tracewright/core';
import { toRunId } from '../../building/ids.ts';
import { findText } from '../../reading/json-text.ts';

/** The run of a trace that names no session. */
export function toTraceRunId(traceId: TraceId): RunId {
  return toRunId(['otlp', traceId]);
}

/** The run of a session; ids such as "1" are unique within one service only. */
export function toSessionRunId(resource: JsonObject, conversation: string): RunId {
  return toRunId(['otlp', 'session', findText(resource, 'service.name') ?? '', conversation]);
}
