/** Text search over the HTTP API: `tracewright search` and the page. */

/** What kind of text a place is: the words of a message, a tool call's arguments, what a tool gave back, and so on. */
export const SEARCH_PLACES = [
  'name',
  'status',
  'message',
  'reasoning',
  'arguments',
  'result',
  'other',
] as const;
export type SearchPlace = (typeof SEARCH_PLACES)[number];

/** A place in a span that holds the text sought. */
export interface SearchHitJson {
  readonly runId: string;
  readonly traceId: string;
  readonly spanId: string;
  /** The step that the place belongs to; null when it belongs to none, or when looking for it would take too long. */
  readonly stepIndex: number | null;
  readonly agent: string | null;
  readonly tool: string | null;
  /** When the span started. */
  readonly time: string | null;
  /** Of the span. */
  readonly name: string;
  /** As `Evidence.path` names it, or `name`. */
  readonly where: string;
  readonly place: SearchPlace;
  /** Who says it, where it is a message: `user`, `assistant`, .. */
  readonly role: string | null;
  /**
   * The text around the match as search reads it, with … at an end beyond which it goes on: structured values are decoded, keys and
   * leaves on lines of their own.
   */
  readonly quote: string;
  /** Of the match within `quote`, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface SearchRequest {
  /** Taken literally, ignoring case. */
  readonly query: string;
  /** A filter over the fields of spans, see docs/filter-language.md. */
  readonly where?: string;
  /** Spans on a page: each gives its first few places. */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface SearchResponse {
  /** Newest span first; in a span what it made before what it was given. */
  readonly hits: readonly SearchHitJson[];
  readonly next: string | null;
}
