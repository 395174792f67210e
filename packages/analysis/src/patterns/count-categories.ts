import type { CategoryJson, PatternsJson } from '@tracewright/core';
import { AGENTRX_CATEGORIES, type FailureClass, MISTAKE_KINDS } from '../taxonomy/taxonomy.ts';
import type { Attempt } from './attempts.ts';

/** How many runs would have failed in each way, of those that failed and of those that passed; most frequent first. */
export function countCategories(attempts: readonly Attempt[]): PatternsJson['taxonomy'] {
  const count = (key: keyof FailureClass, id: string, outcome: Attempt['outcome']): number =>
    attempts.filter(
      (attempt) => attempt.outcome === outcome && attempt.profile.failure.failureClass[key] === id,
    ).length;
  const list = (
    key: keyof FailureClass,
    entries: readonly (readonly [id: string, name: string, meaning: string])[],
  ): CategoryJson[] =>
    entries
      .map(([id, name, meaning]) => ({
        id,
        name,
        meaning,
        failing: count(key, id, 'failure'),
        passing: count(key, id, 'success'),
      }))
      .toSorted((a, b) => b.failing - a.failing || b.passing - a.passing);
  return {
    agentRx: list(
      'agentRx',
      Object.entries(AGENTRX_CATEGORIES).map(([id, { name, meaning }]) => [id, name, meaning] as const),
    ),
    kinds: list(
      'kind',
      Object.entries(MISTAKE_KINDS).map(([id, meaning]) => [id, id.replaceAll('-', ' '), meaning] as const),
    ),
  };
}
