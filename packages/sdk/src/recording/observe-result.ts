/** Watches what a call returned until it is done with, and gives the host a value that behaves the same. */
import type { Scope } from '../context.ts';
import type { Recorder } from '../recorder.ts';
import { collectItems } from './collected-items.ts';

export interface Observer {
  readonly onValue: (value: unknown) => void;
  readonly onError: (error: unknown) => void;
}

export function observeResult(
  recorder: Recorder,
  scope: Scope,
  result: unknown,
  observer: Observer,
): { readonly value: unknown } {
  if (typeof result === 'object' && result !== null) {
    if (isThenable(result)) return { value: observePromise(recorder, scope, result, observer) };
    if (isReadableStream(result)) return { value: observeStream(recorder, result, collected(observer)) };
    if (isIterator(result)) return { value: observeIterator(recorder, scope, result, collected(observer)) };
  }
  observer.onValue(result);
  return { value: result };
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
  const settle = (value: unknown): unknown => observeResult(recorder, scope, value, observer).value;
  const fail = (error: unknown): never => {
    observer.onError(error);
    throw error;
  };
  // The derived promise is handed on, not the original: a rejection that the host does not handle must stay unhandled.
  if (Object.getPrototypeOf(promise) === Promise.prototype) return promise.then(settle, fail);
  // A promise with methods of its own, or a lazy one that only works when `then` is called: everything but `then` is its own.
  let derived: PromiseLike<unknown> | undefined;
  const observed = (): PromiseLike<unknown> => (derived ??= promise.then(settle, fail));
  return new Proxy(promise, {
    get(target, key) {
      if (key === 'then')
        return (onValue: (value: unknown) => unknown, onError: (error: unknown) => unknown) =>
          Promise.resolve(observed()).then(onValue, onError);
      if (key === 'catch')
        return (onError: (error: unknown) => unknown) => Promise.resolve(observed()).catch(onError);
      if (key === 'finally') return (onDone: () => void) => Promise.resolve(observed()).finally(onDone);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
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
  return new Proxy(iterator, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key === 'next' || key === 'return' || key === 'throw')
        return (...args: unknown[]) => advance(() => Reflect.apply(value, target, args) as unknown);
      if (key === Symbol.asyncIterator || key === Symbol.iterator) return () => receiver as unknown;
      return value.bind(target) as unknown;
    },
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

export function isReadableStream(value: object): value is ReadableStreamLike {
  return typeof ReadableStream !== 'undefined' && value instanceof ReadableStream;
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
