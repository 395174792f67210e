/** What the events of a span say in our terms, and which of them are kept as events. */
import type { SpanEvent } from '@tracewright/core';
import { readGenAiEvaluation } from './evaluations.ts';
import { readExceptions } from './failure.ts';
import { isJudgementEvent } from './judgement.ts';
import { isMessageEvent, readMessageEvents } from './message-events.ts';
import { findHit, readHits } from './retrieval.ts';
import { isCall, mergeFacts, type SpanFacts } from './span-facts.ts';

export function readSpanEvents(events: readonly SpanEvent[]): SpanFacts {
  if (events.length === 0) return {};
  return mergeFacts([
    readMessageEvents(events.filter(({ name }) => isMessageEvent(name))),
    readHits(events),
    readExceptions(events),
    {
      evaluations: events.flatMap(({ name, attributes }) => {
        const evaluation = isJudgementEvent(name) ? readGenAiEvaluation(attributes) : undefined;
        return evaluation === undefined ? [] : [evaluation];
      }),
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
  return events.filter(
    (event) =>
      !isMessageEvent(event.name) &&
      !isJudgementEvent(event.name) &&
      !(isHitTaken && findHit(event) !== undefined),
  );
}
