/** Lifts the log records of a whole file: message events wait for the others of their span. */
import { liftLog } from './agent-logs.ts';
import { findMessageSpan, mergeLoggedMessages } from './logged-messages.ts';
import type { OtlpLog } from './otlp-record.ts';
import type { SpanDraft } from './to-span.ts';

export interface LogLift {
  add(log: OtlpLog): void;
  finish(): SpanDraft[];
}

export function createLogLift(): LogLift {
  const drafts: SpanDraft[] = [];
  const bySpan = new Map<string, OtlpLog[]>();
  return {
    add(log) {
      const place = findMessageSpan(log);
      if (place === undefined) {
        const draft = liftLog(log);
        if (draft !== undefined) drafts.push(draft);
        return;
      }
      const key = `${place.traceId}${place.spanId}`;
      const list = bySpan.get(key);
      if (list === undefined) bySpan.set(key, [log]);
      else list.push(log);
    },
    finish() {
      const messages = [...bySpan.values()].flatMap((logs) => mergeLoggedMessages(undefined, logs) ?? []);
      return [...drafts, ...messages];
    },
  };
}
