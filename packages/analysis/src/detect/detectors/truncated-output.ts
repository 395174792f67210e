import type { Span } from '@tracewright/core';
import type { Detector } from '../detector.ts';
import { makeFinding, nameAction, quoteAction, quotePlace } from '../finding.ts';
import { searchText } from '../search-text.ts';

const id = 'truncated-output@1';

const CUT_RESULT =
  /(?:[[<(*…]|\.\.)\s*(?:response |output |result |content |file )?(?:was |is )?(?:truncated|clipped|elided|omitted)\b.{0,120}|\b\d[\d,]* (?:more )?(?:characters|chars|bytes|lines|tokens) (?:were |was |are )?(?:truncated|omitted|elided|clipped|not shown)\b.{0,60}|\b(?:output|response|result) (?:was |is |has been )?(?:too long|truncated)\b.{0,60}|<response clipped>.{0,60}/i;
const CUT_REASONS = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'model_length',
  'max_tokens_reached',
]);

/** A model stopped at its output limit, or a result was cut before the agent saw it. */
export const truncatedOutput: Detector = {
  id,
  summary: 'a message or result that was cut off',
  detect: (context) =>
    context.steps.flatMap((step) => {
      const speaker = (step.said[0] ?? step.asked)?.span;
      if (step.step.role === 'agent' && speaker !== undefined && stoppedAtLimit(speaker)) {
        const message = 'the model stopped at its output limit';
        return makeFinding(context, step, {
          detector: id,
          category: 'truncated-output',
          severity: 'warning',
          confidence: 0.9,
          message,
          evidence: [quoteAction(step)],
        });
      }
      const range =
        step.step.observation === undefined ? undefined : searchText(step.step.observation.text, CUT_RESULT);
      if (range === undefined) return [];
      const message = `the result of ${nameAction(step)} was cut before the agent saw it`;
      return makeFinding(context, step, {
        detector: id,
        category: 'truncated-output',
        severity: 'info',
        confidence: 0.7,
        message,
        evidence: [quotePlace(step.observed, range)],
      });
    }),
};

/** Of a model span: why the model stopped. */
export const FINISH_REASONS = 'gen_ai.response.finish_reasons';

function stoppedAtLimit({ attributes }: Span): boolean {
  const reasons = attributes[FINISH_REASONS];
  return (Array.isArray(reasons) ? reasons : [reasons]).some(
    (reason) => typeof reason === 'string' && CUT_REASONS.has(reason.toLowerCase()),
  );
}
