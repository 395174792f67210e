import type { SpanStore } from '@tracewright/core';

/** The same store, except that runs are deleted through somebody who must know of it. */
export function withDeletion(store: SpanStore, deleteRuns: SpanStore['deleteRuns']): SpanStore {
  return new Proxy(store, {
    get(target, name: keyof SpanStore) {
      if (name === 'deleteRuns') return deleteRuns;
      const member = target[name];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
