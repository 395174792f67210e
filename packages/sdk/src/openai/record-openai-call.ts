/**
 * One call of the client. It answers with a promise that can do more than a promise (`withResponse`, `asResponse`) and may
 * hold a stream that can do more than a stream (`tee`, `controller`): both are kept as they are, and only the functions by
 * which their content passes are replaced, on that one object.
 */
import type { Recorder } from '../recorder.ts';
import { asFields, asText, type Fields } from '../messages/fields.ts';
import { nowMs } from '../recording/clock.ts';
import { setFirstChunk, setModelAnswer, setModelContent, startModelCall } from '../recording/model-call.ts';
import { isThenable } from '../recording/observe-result.ts';
import type { SpanData } from '../recording/recording-span.ts';
import { type Endpoint, readParameters } from './endpoints.ts';

/** The part of the package's APIPromise that its content passes through. */
interface ApiPromise {
  responsePromise: Promise<unknown>;
  parseResponse: (...args: unknown[]) => Promise<unknown>;
  asResponse: () => Promise<unknown>;
}

interface ApiStream {
  iterator: () => AsyncIterator<unknown>;
}

export function recordOpenAiCall(
  recorder: Recorder,
  endpoint: Endpoint,
  provider: string,
  request: Fields,
  call: () => unknown,
): unknown {
  const span = recorder.guard(() => {
    const started = recorder.start(
      startModelCall({
        provider,
        model: asText(request['model']),
        operation: endpoint.operation,
        parameters: readParameters(request),
      }),
    );
    recorder.guard(() => setModelContent(recorder, started, endpoint.readRequest(request)));
    return started;
  });
  if (span === undefined) return call();
  const fail = (error: unknown): void => {
    recorder.fail(span, error);
    recorder.end(span);
  };
  let promise: unknown;
  try {
    promise = recorder.context.with(span.scope, call);
  } catch (error) {
    fail(error);
    throw error;
  }
  recorder.guard(() => watchPromise(recorder, endpoint, span, promise, fail));
  return promise;
}

function watchPromise(
  recorder: Recorder,
  endpoint: Endpoint,
  span: SpanData,
  promise: unknown,
  fail: (error: unknown) => void,
): void {
  const watch = (value: unknown): void => {
    if (isApiStream(value)) watchStream(recorder, endpoint, span, value, fail);
    else {
      recorder.guard(() => setModelAnswer(recorder, span, endpoint.readAnswer(asFields(value) ?? {})));
      recorder.end(span);
    }
  };
  if (!isApiPromise(promise)) {
    if (isThenable(promise)) void promise.then(watch, fail);
    else watch(promise);
    return;
  }
  const { responsePromise, parseResponse, asResponse } = promise;
  let isParsed = false;
  responsePromise.catch(fail);
  promise.parseResponse = async (...args) => {
    isParsed = true;
    try {
      const value = await Reflect.apply(parseResponse, promise, args);
      recorder.guard(() => watch(value));
      return value;
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  // Whoever takes the bare response reads it by themselves: the call has then been answered, with what is not known.
  promise.asResponse = async () => {
    const response: unknown = await Reflect.apply(asResponse, promise, []);
    if (!isParsed) recorder.end(span);
    return response;
  };
}

function watchStream(
  recorder: Recorder,
  endpoint: Endpoint,
  span: SpanData,
  stream: ApiStream,
  fail: (error: unknown) => void,
): void {
  const assembler = endpoint.createAssembler();
  const { iterator } = stream;
  const finish = (): void => {
    recorder.guard(() => setModelAnswer(recorder, span, assembler.answer()));
    recorder.end(span);
  };
  stream.iterator = async function* () {
    try {
      const chunks: AsyncIterable<unknown> = {
        [Symbol.asyncIterator]: () => Reflect.apply(iterator, stream, []),
      };
      for await (const chunk of chunks) {
        recorder.guard(() => {
          setFirstChunk(recorder, span, nowMs());
          assembler.add(chunk);
        });
        yield chunk;
      }
    } catch (error) {
      recorder.guard(() => setModelAnswer(recorder, span, assembler.answer()));
      fail(error);
      throw error;
    } finally {
      // Also when the consumer stops early.
      finish();
    }
  };
}

function isApiPromise(value: unknown): value is ApiPromise {
  const fields = asFields(value);
  return (
    isThenable(fields?.['responsePromise']) &&
    typeof fields?.['parseResponse'] === 'function' &&
    typeof fields['asResponse'] === 'function'
  );
}

function isApiStream(value: unknown): value is ApiStream {
  const fields = asFields(value);
  return fields !== undefined && typeof fields['iterator'] === 'function' && Symbol.asyncIterator in fields;
}
