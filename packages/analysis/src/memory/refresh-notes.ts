import type { Evidence } from '@tracewright/core';
import type { Parting, PartedStep } from './find-parting.ts';
import { type FailureShape, findShapes, type Fix, type PastRun, type Place } from './find-shapes.ts';
import { type Note, type NotesFile, updateNotes, writeNote } from './notes-file.ts';

/** What is known of how two runs part; undefined where they were not compared. */
export type PartingOf = (fix: Fix) => Parting | undefined;

/** The notes of an agent made anew from its runs; what people wrote stays. The same runs give the same notes. */
export function refreshNotes(
  file: NotesFile,
  attempts: readonly PastRun[],
  partingOf: PartingOf = () => undefined,
): NotesFile {
  const failed = attempts.filter(({ run }) => run.outcome.status === 'failure').length;
  const passed = attempts.filter(({ run }) => run.outcome.status === 'success').length;
  const notes = findShapes(attempts).map((shape) => describeShape(shape, { failed, passed }, partingOf));
  // What a model wrote stays until it writes something else.
  const insights = file.notes.filter(({ id }) => id === INSIGHTS);
  return updateNotes(file, [...insights, ...notes], {
    runs: String(attempts.length),
    failed: String(failed),
    passed: String(passed),
  });
}

/** Id of the note that a model writes. */
export const INSIGHTS = 'insights';

function describeShape(
  shape: FailureShape,
  all: { failed: number; passed: number },
  partingOf: PartingOf,
): Note {
  const { category, failed, passed, unknown, examples, fixes } = shape;
  const counts = [
    ...(all.failed === 0 ? [] : [`${failed} of ${all.failed} failed runs`]),
    ...(all.passed === 0 ? [] : [`${passed} of ${all.passed} that passed`]),
    ...(unknown === 0 ? [] : [`${unknown} whose outcome is not known`]),
  ];
  const lines = [
    `## ${category}`,
    '',
    `Seen in ${counts.join(', ')}.`,
    '',
    ...examples.map((place) => `- ${namePlace(place)}: ${oneLine(place.message)}`),
    ...fixes.map((fix) => describeFix(fix, partingOf(fix))),
  ];
  return writeNote(category, lines.join('\n'));
}

/** One line, so that it can be left out for whoever must not know of one of the two runs. */
function describeFix({ task, failed, passedRunId, isLater }: Fix, parting: Parting | undefined): string {
  const when = isLater ? 'later' : 'in another attempt';
  const passed = `- Passed ${when} without it, task ${oneLine(task)}: run ${passedRunId}, ${isLater ? 'after' : 'beside'} ${namePlace(failed)}`;
  if (parting === undefined) return passed;
  const { isSameAction } = parting;
  const sides = [
    { runId: failed.runId, step: parting.failed, other: passedRunId },
    { runId: passedRunId, step: parting.passed, other: failed.runId },
  ].flatMap(({ runId, step, other }) =>
    step === undefined
      ? []
      : [
          `run ${runId} step ${step.stepIndex} ${describeStep(step, isSameAction)}${parting.failed !== undefined && parting.passed !== undefined ? '' : `, which run ${other} does not`}`,
        ],
  );
  return sides.length === 0 ? passed : `${passed}. They part first where ${sides.join(', and ')}`;
}

function describeStep({ tool, action, result }: PartedStep, isWithResult: boolean): string {
  const what =
    tool === undefined ? `says ${quoteShort(action)}` : `calls ${oneLine(tool)} ${quoteShort(action)}`;
  return isWithResult ? `${what.trim()} and gets ${quoteShort(result) || 'nothing'}` : what.trim();
}

const QUOTED = 120;

function quoteShort(evidence: Evidence | undefined): string {
  if (evidence === undefined) return '';
  const text = oneLine(evidence.quote);
  return `“${text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text}”`;
}

function namePlace({ runId, stepIndex }: Place): string {
  return `run ${runId}${stepIndex === undefined ? '' : ` step ${stepIndex}`}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
