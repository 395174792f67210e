/** Groups and measures over the HTTP API, such as the p95 latency by model and hour. */
import type { AggregateQuery } from '../query/query.ts';

export interface AggregateRequest extends Omit<AggregateQuery, 'where'> {
  /** The filter language over the fields of `from`. */
  readonly where?: string;
}

export interface AggregateResponse {
  /** By their keys, missing ones last. */
  readonly rows: readonly {
    /** One a member of `groupBy`; times are ISO 8601, a bucket being its start. */
    readonly keys: readonly (string | number | null)[];
    /** One a measure; null where no value was present. */
    readonly values: readonly (number | null)[];
  }[];
}
