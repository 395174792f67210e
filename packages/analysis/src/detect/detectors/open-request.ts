import { readSpanText } from '@tracewright/core';
import type { JudgedStep } from '../context.ts';
import type { Detector } from '../detector.ts';
import { makeFinding, QUOTE_LIMIT, quotePlace } from '../finding.ts';
import { widenRange } from '../../text/widen.ts';

const id = 'open-request@1';

const REQUEST = String.raw`(?:you|the (?:user|customer|person|request|task|question|issue|problem|prompt|instructions?|description))`;
/** In so many words: the request does not say what is needed. */
const LEFT_OPEN = new RegExp(
  String.raw`\b${REQUEST} (?:did not|didn['’]t|does not|doesn['’]t|has not|hasn['’]t|have not|haven['’]t|do not|don['’]t) (?:explicitly |clearly |actually )?(?:specif|state|mention|clarif|define|indicate|say (?:which|what|how|whether|where|when))\w*|\b(?:since|as|because|though|although)\b[^.\n]{0,80}\b(?:not|un)[ -]?(?:explicitly |clearly )?specified (?:by|in) ${REQUEST}|\b${REQUEST} (?:is|are|was|seems|remains) (?:\w+ )?(?:ambiguous|vague|underspecified|unclear|incomplete)\b|\bit(?: is|['’]s) (?:unclear|not clear|ambiguous) (?:which|what|whether|who|from the (?:request|task|question))\b`,
  'i',
);
const LOOKED_AT = 4000;
/** How many steps may lie between the words and the person's: a result, a note. */
const NEXT = 2;

/** An agent notes that the request leaves open what is needed, and goes on without asking. Right at times: information, not blame. */
export const openRequest: Detector = {
  id,
  summary: 'the request leaves open what is needed, and the agent goes on without asking',
  detect(context) {
    const { steps } = context;
    return steps.flatMap((step) => {
      if (step.step.role !== 'agent' || isAnsweredByPerson(step, steps)) return [];
      for (const place of [...step.reasoned, ...step.said]) {
        const text = (readSpanText(place.span, place.path) ?? '').slice(0, LOOKED_AT);
        const match = LEFT_OPEN.exec(text);
        // Whoever asks in the same breath does not go on without.
        if (match === null || text.includes('?', match.index)) continue;
        const range = { start: match.index, end: match.index + match[0].length };
        return makeFinding(context, step, {
          detector: id,
          category: 'open-request',
          severity: 'info',
          confidence: 0.5,
          message: 'the request leaves open what is needed, and the agent goes on without asking',
          evidence: [quotePlace(place, widenRange(text, range, QUOTE_LIMIT))],
          fix: 'Ask for what the request leaves open, or say in the instructions what to assume.',
        });
      }
      return [];
    });
  },
};

function isAnsweredByPerson({ index }: JudgedStep, steps: readonly JudgedStep[]): boolean {
  return steps.slice(index + 1, index + 1 + NEXT).some(({ step }) => step.role === 'user');
}
