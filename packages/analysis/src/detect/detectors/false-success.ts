import { type Evidence, readSpanText } from '@tracewright/core';
import { handsIn } from '../../steps/hands-in.ts';
import type { TextPlace } from '../../steps/locate-steps.ts';
import type { JudgedStep } from '../context.ts';
import type { Detector } from '../detector.ts';
import { makeFinding, nameAction, quotePlace, quoteResult } from '../finding.ts';

const id = 'false-success@1';

const CLAIM =
  /\b(?:all (?:the )?tests (?:now )?pass\w*|(?:has|have|is|are|was|were) (?:now |been |both |all )*(?:successfully|fixed|resolved|solved|completed?|implemented|updated|verified|validated|working|cancelled|processed|booked)\b|(?:I(?:'ve| have)?|we(?:'ve| have)?) (?:now )?(?:successfully|fixed|resolved|solved|completed|implemented|verified|confirmed|added|created|sent|updated|changed|removed|deleted|booked|cancell?ed|scheduled|moved|paid|posted|invited|processed)\b|works? (?:as expected|correctly)|successfully (?:\w+ed)\b)/i;
/** Says that something is open or wrong after all. */
const ADMITS =
  /n['’]t\b|\b(?:not|un(?:able|fortunately|successful)|fail\w*|errors?|however|(?:issue|problem)s?(?! (?:is|are|was|were|has been|have been)\b)|but|still|cannot|once|if|when|will|let(?:'s| me| us)|should|next|need)\b/i;

/**
 * An agent says that it is done or that something works, the last thing that ran having failed and nothing having
 * succeeded since. Sentences that admit a failure or speak of the future do not count.
 */
export const falseSuccess: Detector = {
  id,
  summary: 'a claim of success after a failed check that nothing made good',
  detect(context) {
    let failed: JudgedStep | undefined;
    return context.steps.flatMap((step) => {
      if (step.step.role !== 'agent') return [];
      const before = failed;
      // A different call that works proves nothing about the one that failed, but it may be the repair.
      if (step.result !== undefined) failed = step.failure === undefined ? undefined : step;
      if (before === undefined || (!handsIn(step.step) && isCall(step))) return [];
      const claim = findClaim(handsIn(step.step) ? [...step.said, ...step.reasoned] : step.said);
      if (claim === undefined) return [];
      failed = undefined;
      return makeFinding(context, step, {
        detector: id,
        category: 'false-success',
        severity: 'error',
        confidence: 0.6,
        message: `success is claimed although ${nameAction(before)} (step ${before.index}) failed and nothing succeeded since`,
        evidence: [claim, quoteResult(before)],
      });
    });
  },
};

function isCall({ step, result }: JudgedStep): boolean {
  return step.action.tool !== undefined || result !== undefined;
}

/** Claims are looked for in the beginning of a message. */
const LOOKED_AT = 4000;

/** The first sentence that claims success and admits nothing, quoted. */
export function findClaim(places: readonly TextPlace[]): Evidence | undefined {
  for (const place of places) {
    const text = (readSpanText(place.span, place.path) ?? '').slice(0, LOOKED_AT);
    const claim = text
      .split(/(?<=[.!?])\s+|\n+/)
      .find((sentence) => CLAIM.test(sentence) && !ADMITS.test(sentence));
    if (claim === undefined) continue;
    const start = text.indexOf(claim);
    return quotePlace(place, { start, end: start + claim.length });
  }
  return undefined;
}
