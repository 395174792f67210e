/**
 * One call of the host's code as one span, whatever it returns: the span ends when the call has returned, its promise
 * settled, its generator finished or its stream was consumed, cancelled or failed. The host gets what it would have got:
 * the same values, the same errors, the same order.
 */
import type { Recorder, SpanStart } from '../recorder.ts';
import type { SpanData } from './recording-span.ts';
import { observeResult } from './observe-result.ts';

export interface CallRecord {
  /** Called before the host's code; what it throws is counted and the call goes unrecorded. */
  readonly start: () => SpanStart;
  readonly onStart?: ((span: SpanData) => void) | undefined;
  /** With the settled value; for a stream or generator with what was collected of it. */
  readonly onResult?: ((span: SpanData, result: unknown) => void) | undefined;
}

export function recordCall<T>(recorder: Recorder, record: CallRecord, call: () => T): T {
  const span = recorder.guard(() => {
    const started = recorder.start(record.start());
    recorder.guard(() => record.onStart?.(started));
    return started;
  });
  if (span === undefined) return call();
  let result: T;
  try {
    result = recorder.context.with(span.scope, call);
  } catch (error) {
    recorder.fail(span, error);
    recorder.end(span);
    throw error;
  }
  // Observing gives back a value of the same type, or the value itself.
  return observeResult(recorder, span.scope, result, {
    onValue(value) {
      recorder.guard(() => record.onResult?.(span, value));
      recorder.end(span);
    },
    onError(error) {
      recorder.fail(span, error);
      recorder.end(span);
    },
  }) as T;
}
