/** What the events of a span say in our terms, and which of them are kept as events. */
import type { SpanEvent } from '@tracewright/core';
import { readGenAiEvaluation } from './evaluations.ts';
import { readExceptions } from './failure.ts';
import { isJudgementEvent } from './judgement.ts';
import { isMessageEvent, readMessageEvents } from './message-events.ts';
import { isHit, readHits } from './retrieval.ts';
import { mergeFacts, type SpanFacts } from './span-facts.ts';

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

/** The events that were taken over into nothing else. Judgements are never kept. */
export function keepEvents(events: readonly SpanEvent[]): SpanEvent[] {
  return events.filter(({ name }) => !isMessageEvent(name) && !isJudgementEvent(name) && !isHit(name));
}
