import type { JsonValue } from '@tracewright/core';

/** Something a workflow is given to work on: a record, a text, a table. */
export type Artefact =
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly JsonValue[])[];
    };

/**
 * What can be wrong with an artefact: a part is missing, a value is wrong, it is out of date, it says two things at once, its
 * parts stand in another order.
 */
export const PERTURBATIONS = ['drop', 'corrupt', 'stale', 'contradictory', 'reordered'] as const;
export type Perturbation = (typeof PERTURBATIONS)[number];

/** An artefact with one thing wrong, and what that is in words. */
export interface Perturbed {
  readonly artefact: Artefact;
  readonly description: string;
}
