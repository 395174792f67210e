/**
 * Writes what a resumed agent is told, out of findings alone: what went wrong, in the words of the trace, and what the
 * findings say to do instead. Nothing is made up: without findings the note only quotes the step that is not to be repeated.
 */
import type { CorrectiveNote, Diagnosis, Evidence, Finding } from '@tracewright/core';
import { quotePlace } from '../detect/finding.ts';
import type { LocatedStep } from '../steps/locate-steps.ts';

/** What followed from the mistake is told by so many findings at most. */
const MAX_LATER = 3;

export function writeCorrectiveNote(
  { findings }: Diagnosis,
  steps: readonly LocatedStep[],
  onset: number,
  checkpoint: number | undefined,
  isDiagnosed: boolean,
): CorrectiveNote {
  const isTold = ({ severity, category }: Finding): boolean => severity !== 'info' && category !== 'onset';
  const here = findings.filter((finding) => finding.stepIndex === onset && isTold(finding));
  const later = findings
    .filter((finding) => (finding.stepIndex ?? -1) > onset && isTold(finding))
    .toSorted(
      (a, b) =>
        Number(b.severity === 'error') - Number(a.severity === 'error') || b.confidence - a.confidence,
    )
    .slice(0, MAX_LATER);
  const fixes = [...new Set([...here, ...later].flatMap(({ fix }) => (fix === undefined ? [] : [fix])))];
  const step = steps[onset];
  const action = quotePlace(step?.asked ?? step?.said[0]);
  const tool = step?.step.action.tool;
  const lines = [
    `An earlier attempt at this task went wrong. ${checkpoint === undefined ? 'It starts anew.' : `It goes on from here, after its step ${checkpoint}.`}`,
    '',
    `What went wrong at ${onset === (checkpoint ?? -1) + 1 ? 'the next step' : 'a later step'} (${onset})${tool === undefined ? '' : `, a call of ${tool}`}:`,
    ...(here.length > 0
      ? here.flatMap((finding) => describe(finding))
      : [
          `- ${isDiagnosed ? 'It is where the run most likely went wrong' : 'It was chosen by hand'}; no rule names the mistake.`,
        ]),
    ...(action === undefined || isQuoted(action, here)
      ? []
      : [`- That step, not to be taken again: ${toQuote(action)}`]),
    ...(later.length > 0 ? ['', 'What came of it:', ...later.flatMap((finding) => describe(finding))] : []),
    ...(fixes.length > 0 ? ['', 'Do instead:', ...fixes.map((fix) => `- ${fix}`)] : []),
  ];
  return {
    text: lines.join('\n'),
    findings: [...here, ...later].map(({ id, stepIndex = null, message, fix = null, evidence }) => ({
      id,
      stepIndex,
      message,
      fix,
      evidence,
    })),
  };
}

function describe({ message, evidence, stepIndex }: Finding): string[] {
  return [
    `- ${stepIndex === undefined ? '' : `step ${stepIndex}: `}${message}`,
    ...evidence.filter(({ quote }) => !message.includes(quote)).map((item) => `  ${toQuote(item)}`),
  ];
}

function toQuote({ quote }: Evidence): string {
  return `“${quote.replace(/\s+/g, ' ').trim()}”`;
}

function isQuoted(evidence: Evidence, findings: readonly Finding[]): boolean {
  return findings.some((finding) =>
    finding.evidence.some(
      ({ spanId, path, start }) =>
        spanId === evidence.spanId && path === evidence.path && start === evidence.start,
    ),
  );
}
