import type { Finding, RunId, SpanId, TraceId } from '@tracewright/core';
import { hashHex } from '../building/ids.ts';
import type { Evaluation } from './span-facts.ts';

const DETECTOR = 'evaluation@1';

/** Labels that say that what was judged is not as it should be, in the words of common evaluators. */
const FAILED =
  /^(?:not[ _-].+|no|false|fail(?:ed|ure|s|ing)?|error|incorrect|wrong|bad|poor|negative|invalid|reject(?:ed)?|irrelevant|unrelated|hallucinat(?:ed|ion|ory)|unfaithful|ungrounded|unsupported|unsafe|toxic|harmful|biased|inaccurate|incomplete|thumbs?[ _-]?down|non[ _-]?compliant|violation)$/i;
const PASSED =
  /^(?:yes|true|pass(?:ed|es)?|success(?:ful)?|ok|correct|right|good|excellent|positive|valid|accept(?:ed)?|relevant|faithful|factual|grounded|supported|safe|clean|compliant|non[ _-]?toxic|not[ _-](?:toxic|harmful|biased|hallucinated)|complete|accurate|thumbs?[ _-]?up)$/i;
/** What is measured by these names is better when there is less of it. */
const IS_FAULT =
  /toxic|halluc|bias|harm|error|risk|violat|violence|unsafe|leak|injection|jailbreak|refus|distance|latency/i;

/**
 * The evaluation as a statement about the run. A label decides whether it warns; without one that is known, a score does: 0 or less,
 * or 1 and more where the name is that of a fault. Other scores have no scale that everybody shares: they inform.
 *
 * @returns a finding whose id is the same for the same verdict on the same place, however often it arrives
 */
export function toEvaluationFinding(
  evaluation: Evaluation,
  at: { readonly runId: RunId; readonly traceId: TraceId; readonly spanId: SpanId },
): Finding {
  const { name, target, score, label, explanation, annotator } = evaluation;
  // A session is judged as a whole, whichever span carries the verdict. A trace may still move to another run.
  const place = target === 'session' ? [at.runId] : [at.traceId, at.spanId];
  const verdict = [`${score ?? ''}`, label ?? '', explanation ?? '', annotator ?? ''];
  return {
    id: hashHex(['finding', DETECTOR, target, ...place, name, ...verdict], 16),
    runId: at.runId,
    ...(target === 'span' ? { spanId: at.spanId } : {}),
    detector: DETECTOR,
    category: 'evaluation',
    severity: saysFailure(evaluation) ? 'warning' : 'info',
    confidence: 1,
    message: tell(evaluation),
    evidence: [],
  };
}

function saysFailure({ name, score, label }: Evaluation): boolean {
  const said = label?.trim() ?? '';
  if (PASSED.test(said)) return false;
  if (FAILED.test(said)) return true;
  if (score === undefined) return false;
  return IS_FAULT.test(name) ? score >= 1 : score <= 0;
}

function tell({ name, target, score, label, explanation, annotator }: Evaluation): string {
  const verdict = [
    ...(label === undefined ? [] : [`"${label}"`]),
    ...(score === undefined ? [] : [`score ${score}`]),
  ];
  const judged = `${name}${target === 'span' ? '' : ` of the ${target}`}${annotator === undefined ? '' : ` (${annotator})`}`;
  return `${judged}: ${[verdict.join(', '), explanation ?? ''].filter((part) => part !== '').join('. ')}`;
}
