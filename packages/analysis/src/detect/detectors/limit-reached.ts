import { readSpanText } from '@tracewright/core';
import type { JudgedStep } from '../context.ts';
import type { Detector } from '../detector.ts';
import { makeFinding, quotePlace } from '../finding.ts';
import { searchText } from '../search-text.ts';

const id = 'limit-reached@1';

const LIMIT =
  /\b(?:(?:max(?:imum)?(?: number of)?|out of|budget of) (?:turns|steps|iterations|rounds|tokens|time|tool calls)\b.{0,30}\b(?:reach|exceed|exhaust|used up|hit)\w*|(?:turn|step|iteration|cost|budget|token|context|time|rate) ?(?:limit|budget|window|length) (?:was |has been |is )?(?:reached|exceeded|exhausted|hit)|ran out of (?:turns|steps|tokens|time|budget|context)|(?:reached|exceeded|hit|exhausted) (?:the |its |your |a )?(?:max\w* (?:number of )?(?:turn|step|iteration|token|tool call|call)s?|(?:max\w* )?(?:turn|step|iteration|token|context|cost|time|call)s? ?(?:limit|budget|window|length))|prompt is too long|context_length_exceeded|command timed out|timed out after \d+|exit_(?:cost|context|format|error|total_execution_time))\b.{0,80}/i;
/** Only the beginning and the end of a result is about the call itself; between stands content. */
const EDGE = 400;

/** The run, a call or the conversation hit a limit of turns, tokens, money or time, as the environment or a tool says. */
export const limitReached: Detector = {
  id,
  summary: 'a limit of turns, tokens, money or time was reached',
  detect: (context) =>
    context.steps.flatMap((step) => {
      const evidence = findLimit(step);
      if (evidence === undefined) return [];
      return makeFinding(context, step, {
        detector: id,
        category: 'limit-reached',
        severity: 'warning',
        confidence: 0.7,
        message: 'a limit was reached',
        evidence: [evidence],
      });
    }),
};

function findLimit({ step, said, observed }: JudgedStep): ReturnType<typeof quotePlace> {
  for (const place of [observed, ...(step.role === 'environment' ? said : [])]) {
    if (place === undefined) continue;
    const text = readSpanText(place.span, place.path) ?? '';
    const tail = Math.max(EDGE, text.length - EDGE);
    const head = searchText(text.slice(0, EDGE), LIMIT);
    const end = head === undefined ? searchText(text.slice(tail), LIMIT) : undefined;
    if (head !== undefined) return quotePlace(place, head);
    if (end !== undefined) return quotePlace(place, { start: tail + end.start, end: tail + end.end });
  }
  return undefined;
}
