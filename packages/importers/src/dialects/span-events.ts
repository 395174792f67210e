/** What the events of a span say in our terms, and which of them are kept as events. */
import type { JsonObject, SpanEvent, SpanLink } from '@tracewright/core';
import { readEvaluations } from './evaluations.ts';
import { readExceptions } from './failure.ts';
import { hasJudgement, isJudgementEvent, withoutJudgements } from './judgement.ts';
import { isMessageEvent, readMessageEvents } from './message-events.ts';
import { findHit, readHits } from './retrieval.ts';
import { isCall, mergeFacts, type SpanFacts, viewSpan } from './span-facts.ts';

export function readSpanEvents(events: readonly SpanEvent[]): SpanFacts {
  if (events.length === 0) return {};
  return mergeFacts([
    readMessageEvents(events.filter(({ name }) => isMessageEvent(name))),
    readHits(events),
    readExceptions(events),
    {
      evaluations: events.flatMap(({ name, attributes }) =>
        hasJudgement(attributes) ? (readEvaluations(viewSpan(name, attributes, '')).evaluations ?? []) : [],
      ),
    },
  ]);
}

/**
 * The events that were taken over into nothing else. Judgements are never kept.
 *
 * @param told what `readSpanEvents` read of them
 * @param facts what the span came to with it
 */
export function keepEvents(events: readonly SpanEvent[], told: SpanFacts, facts: SpanFacts): SpanEvent[] {
  // The span may be no call, or its result stands elsewhere.
  const isHitTaken = isCall(facts.operation) && facts.tool?.result === told.tool?.result;
  return events.flatMap((event) => {
    if (isMessageEvent(event.name) || isJudgementEvent(event.name)) return [];
    if (isHitTaken && findHit(event) !== undefined) return [];
    return [withAttributes(event, withoutJudgements(event.attributes))];
  });
}

/** Links as they are, without what judges. */
export function keepLinks(links: readonly SpanLink[]): readonly SpanLink[] {
  return links.map((link) => withAttributes(link, withoutJudgements(link.attributes)));
}

function withAttributes<T extends SpanEvent | SpanLink>(item: T, attributes: JsonObject): T {
  return attributes === item.attributes ? item : { ...item, attributes };
}
