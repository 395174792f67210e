/**
 * Which span is current, so that a span started inside another becomes its child.
 *
 * Where there is an AsyncLocalStorage the current span follows every await, timer and callback. Without one
 * `createSyncContext` knows it only until the first await: a span started later has no parent, never a wrong one;
 * `run.enter(fn)` makes the run current again.
 */

/** What a child takes over from the span it is started in. */
export interface Scope {
  readonly traceId: string;
  readonly spanId: string;
  readonly session?: string | undefined;
  readonly user?: string | undefined;
  /** The agent at work. */
  readonly agent?: string | undefined;
}

export interface ContextManager {
  active(): Scope | undefined;
  /** Runs `fn`, and all that it starts, with `scope` as the current one. */
  with<T>(scope: Scope | undefined, fn: () => T): T;
}

/** The part of Node's AsyncLocalStorage that is used; edge runtimes have it as a global. */
export interface ScopeStorage {
  getStore(): Scope | undefined;
  run<T>(scope: Scope | undefined, fn: () => T): T;
}

export function createStorageContext(storage: ScopeStorage): ContextManager {
  return { active: () => storage.getStore(), with: (scope, fn) => storage.run(scope, fn) };
}

export function createSyncContext(): ContextManager {
  let current: Scope | undefined;
  return {
    active: () => current,
    with(scope, fn) {
      const previous = current;
      current = scope;
      try {
        return fn();
      } finally {
        current = previous;
      }
    },
  };
}
