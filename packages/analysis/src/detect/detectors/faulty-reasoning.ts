import { checkRunReasoning } from '../../reasoning/check-run.ts';
import type { Detector } from '../detector.ts';
import { makeFinding, quotePlace } from '../finding.ts';

const id = 'faulty-reasoning@3';

/**
 * A line of reasoning that is proved wrong: by exact arithmetic, by search over all orders of a few things, by following
 * sorting, swaps or brackets step by step. Only the first such line of a trace: what follows from it is no mistake of its own.
 */
export const faultyReasoning: Detector = {
  id,
  summary:
    'a line of reasoning that does not follow: arithmetic, orders, sorting, swaps, brackets, units, JSON',
  detect(context) {
    return checkRunReasoning(context).faults.map(({ fault, step, place, start, end }) =>
      makeFinding(context, step, {
        detector: id,
        category: fault.kind,
        severity: 'error',
        confidence: 0.95,
        message: `This does not hold: ${cut(fault.found)}. Expected: ${cut(fault.expected)}`,
        evidence: [quotePlace(place, { start, end })],
        fix: `Go back to this line and put it right (${cut(fault.expected)}) before anything is built on it.`,
        about: `${fault.checker}-${fault.line}`,
      }),
    );
  },
};

function cut(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
