/** How many runs have each value of a field, under a filter: what a reader can narrow it by. */

/** The fields that are counted by value. */
export const FACET_FIELDS = ['outcome', 'agent', 'model', 'task', 'format', 'category'] as const;
export type FacetField = (typeof FACET_FIELDS)[number];

export interface FacetsRequest {
  /** A filter over runs, see docs/filter-language.md. */
  readonly where?: string;
  /** Only this one, without the times. */
  readonly field?: FacetField;
  /** Of that one, only the values that contain this. */
  readonly find?: string;
  /** Values of each: 1 to 500, 8 when absent. */
  readonly limit?: number;
}

export interface FacetsResponse {
  readonly facets: readonly FacetJson[];
  /** When the runs started; null where none says, or one field alone was asked for. */
  readonly starts: StartsJson | null;
}

/** Counted under the filter without the facet's own choice, so that its other values can be chosen too. */
export interface FacetJson {
  readonly field: FacetField;
  /** Most runs first; chosen ones are always there. A value is null for runs without one. */
  readonly values: readonly {
    readonly value: string | null;
    readonly runs: number;
    readonly chosen: boolean;
  }[];
  /** There are more values. */
  readonly hasMore: boolean;
}

/**
 * Bars of equal width, ISO 8601; `to` is the first time that is not in it. Where most runs are in a small part of all times, those
 * are its bars, and one before and one after hold the rest.
 */
export interface StartsJson {
  readonly bars: readonly {
    readonly from: string;
    readonly to: string;
    readonly runs: number;
    /** It holds what lies far before or after the others. */
    readonly isRest?: true | undefined;
  }[];
  /** Runs without a time. */
  readonly untimed: number;
}
