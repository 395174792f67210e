/** Text search: the spans that the store finds, and where in them the text stands. */
import {
  formatTimestamp,
  parseFilter,
  type SearchHitJson,
  type SearchRequest,
  type SearchResponse,
  type Span,
  SPAN_ATTRIBUTES,
  SPAN_FIELDS,
  type SpanStore,
  toContainsPattern,
  TraceError,
} from '@tracewright/core';
import { checkLimit } from './check-limit.ts';
import { findPlaces, type Place } from './find-places.ts';
import { findSteps } from './find-steps.ts';

/** Spans on a page; all of a page's spans are in memory with their messages. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
/** Of one span: a history that is resent holds a text many times. */
const MAX_PLACES = 3;

/** @throws TraceError `request-invalid`, `filter-invalid` */
export async function search(store: SpanStore, request: SearchRequest): Promise<SearchResponse> {
  const { query, where = '', cursor = '' } = request;
  const limit = checkLimit(request.limit, DEFAULT_LIMIT, MAX_LIMIT);
  if (query.trim() === '') throw noQuery('there is no text to search for');
  if (/\p{Surrogate}/u.test(query)) throw noQuery('the text to search for holds half of a character');
  const page = await store.querySpans({
    text: query,
    orderBy: { field: 'start', descending: true },
    limit,
    ...(where.trim() === '' ? {} : { where: parseFilter(where, SPAN_FIELDS, SPAN_ATTRIBUTES) }),
    ...(cursor === '' ? {} : { cursor }),
  });
  const pattern = toContainsPattern(query);
  const findStep = await findSteps(store, page.items);
  const hits = page.items.flatMap((span) =>
    findPlaces(span, pattern, MAX_PLACES).map((place) => toHitJson(span, place, findStep(span, place.where))),
  );
  return { hits, next: page.next ?? null };
}

function noQuery(message: string): TraceError {
  return new TraceError('request-invalid', { where: 'query', message, fix: 'name what to look for' });
}

function toHitJson(span: Span, place: Place, stepIndex: number | undefined): SearchHitJson {
  return {
    runId: span.runId,
    traceId: span.traceId,
    spanId: span.spanId,
    stepIndex: stepIndex ?? null,
    agent: span.agent ?? null,
    tool: span.tool?.name ?? null,
    time: span.startTime === undefined ? null : formatTimestamp(span.startTime),
    name: span.name,
    where: place.where,
    place: place.kind,
    role: place.role,
    quote: place.quote,
    start: place.start,
    end: place.end,
  };
}
