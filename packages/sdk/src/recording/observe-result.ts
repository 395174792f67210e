/** Watches what a call returned until it is done with, and gives the host a value that behaves the same. */
import type { Scope } from '../context.ts';
import type { Recorder } from '../recorder.ts';
import { createView } from '../view.ts';
import { collectItems } from './collected-items.ts';

export interface Observer {
  readonly onValue: (value: unknown) => void;
  readonly onError: (error: unknown) => void;
}

/** @returns what the host gets: the value itself, or one that behaves the same. Never throws. */
export function observeResult(
  recorder: Recorder,
  scope: Scope,
  result: unknown,
  observer: Observer,
): unknown {
  if (typeof result === 'object' && result !== null) {
    const watched = recorder.guard(() => {
      if (isThenable(result)) return observePromise(recorder, scope, result, observer);
      if (isObservableStream(result)) return observeStream(recorder, result, collected(observer));
      if (isIterator(result)) return observeIterator(recorder, scope, result, collected(observer));
      return undefined;
    });
    if (watched !== undefined) return watched;
  }
  // A stream that cannot be watched has nothing in it to record.
  observer.onValue(isReadableStream(result) ? undefined : result);
  return result;
}

/** Sees the items of a stream or generator go by. */
export interface ItemObserver {
  readonly onItem: (item: unknown) => void;
  /** @param returned what a generator returned, undefined for streams */
  readonly onEnd: (returned?: unknown) => void;
  readonly onError: (error: unknown) => void;
}

function collected({ onValue, onError }: Observer): ItemObserver {
  const items = collectItems();
  return { onItem: items.add, onEnd: (returned) => onValue(returned ?? items.value()), onError };
}

function observePromise(
  recorder: Recorder,
  scope: Scope,
  promise: PromiseLike<unknown>,
  observer: Observer,
): unknown {
  const settle = (value: unknown): unknown => observeResult(recorder, scope, value, observer);
  const fail = (error: unknown): never => {
    observer.onError(error);
    throw error;
  };
  // The derived promise is handed on, not the original: a rejection that the host does not handle must stay unhandled.
  if (Object.getPrototypeOf(promise) === Promise.prototype) return promise.then(settle, fail);
  // A promise with methods of its own, or a lazy one that only works when `then` is called: everything but `then` is its own.
  let derived: PromiseLike<unknown> | undefined;
  const observed = (): PromiseLike<unknown> => (derived ??= promise.then(settle, fail));
  return createView(promise, (_value, key) => {
    if (key === 'then')
      return (onValue: (value: unknown) => unknown, onError: (error: unknown) => unknown) =>
        Promise.resolve(observed()).then(onValue, onError);
    if (key === 'catch')
      return (onError: (error: unknown) => unknown) => Promise.resolve(observed()).catch(onError);
    if (key === 'finally') return (onDone: () => void) => Promise.resolve(observed()).finally(onDone);
    return undefined;
  });
}

/** The generator's own code runs inside the span, the consumer's between two items does not. */
function observeIterator(
  recorder: Recorder,
  scope: Scope,
  iterator: IteratorLike,
  observer: ItemObserver,
): unknown {
  let isDone = false;
  const finish = (act: () => void): void => {
    if (isDone) return;
    isDone = true;
    act();
  };
  const look = (step: unknown): unknown => {
    recorder.guard(() => {
      const { done, value } = step as IteratorResult<unknown>;
      if (done === true) finish(() => observer.onEnd(value));
      else observer.onItem(value);
    });
    return step;
  };
  const fail = (error: unknown): never => {
    finish(() => observer.onError(error));
    throw error;
  };
  const advance = (call: () => unknown): unknown => {
    try {
      const step = recorder.context.with(scope, call);
      return isThenable(step) ? step.then(look, fail) : look(step);
    } catch (error) {
      return fail(error);
    }
  };
  return createView(iterator, (value, key, view) => {
    if (typeof value !== 'function') return undefined;
    if (key === 'next' || key === 'return' || key === 'throw')
      return (...args: unknown[]) => advance(() => Reflect.apply(value, iterator, args) as unknown);
    return key === Symbol.asyncIterator || key === Symbol.iterator ? () => view : undefined;
  });
}

/** The part of a web stream that is used; the host's may come from a library. */
export interface ReadableStreamLike {
  getReader(): {
    read(): Promise<{ done: boolean; value?: unknown }>;
    cancel(reason?: unknown): Promise<void>;
    releaseLock(): void;
  };
}

/** Passes chunks on one at a time as they are asked for: what the host does not read is not read for it. */
export function observeStream(
  recorder: Recorder,
  stream: ReadableStreamLike,
  observer: ItemObserver,
): ReadableStream<unknown> {
  const reader = stream.getReader();
  let isDone = false;
  const finish = (act: () => void): void => {
    if (isDone) return;
    isDone = true;
    recorder.guard(act);
  };
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            finish(() => observer.onEnd());
            controller.close();
          } else {
            if (!isDone) recorder.guard(() => observer.onItem(value));
            controller.enqueue(value);
          }
        } catch (error) {
          finish(() => observer.onError(error));
          controller.error(error);
        }
      },
      async cancel(reason) {
        finish(() => observer.onEnd());
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function isReadableStream(value: unknown): value is ReadableStream<unknown> {
  return typeof ReadableStream !== 'undefined' && value instanceof ReadableStream;
}

/**
 * Streams that another one can stand for. One that is being read cannot be watched, one of a class of its own or of bytes
 * (which can be read into a buffer) can do more than the one put in its place.
 */
export function isObservableStream(value: object): value is ReadableStreamLike {
  return (
    isReadableStream(value) && !value.locked && value.constructor === ReadableStream && !isByteStream(value)
  );
}

function isByteStream(stream: ReadableStream<unknown>): boolean {
  try {
    // Asking is the only way to know.
    stream.getReader({ mode: 'byob' }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

interface IteratorLike {
  next(...args: unknown[]): unknown;
}

/** Generators and other iterators that are their own iterable; collections that can be iterated again are values. */
function isIterator(value: object): value is IteratorLike {
  return (
    'next' in value &&
    typeof value.next === 'function' &&
    ((Symbol.asyncIterator in value && typeof value[Symbol.asyncIterator] === 'function') ||
      (Symbol.iterator in value && typeof value[Symbol.iterator] === 'function'))
  );
}
