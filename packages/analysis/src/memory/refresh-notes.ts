import type { PastRun, FailureShape } from './find-shapes.ts';
import { findShapes, type Place } from './find-shapes.ts';
import { type Note, type NotesFile, updateNotes, writeNote } from './notes-file.ts';

/** The notes of an agent made anew from its runs; what people wrote stays. The same runs give the same notes. */
export function refreshNotes(file: NotesFile, attempts: readonly PastRun[]): NotesFile {
  const failed = attempts.filter(({ run }) => run.outcome.status === 'failure').length;
  const passed = attempts.filter(({ run }) => run.outcome.status === 'success').length;
  const notes = findShapes(attempts).map((shape) => describeShape(shape, { failed, passed }));
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

function describeShape(shape: FailureShape, all: { failed: number; passed: number }): Note {
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
    ...fixes.map(
      ({ task, failed: place, passedRunId, isLater }) =>
        `- Passed ${isLater ? 'later' : 'in another attempt'} without it, task ${oneLine(task)}: run ${passedRunId}, ${isLater ? 'after' : 'beside'} ${namePlace(place)}`,
    ),
  ];
  return writeNote(category, lines.join('\n'));
}

function namePlace({ runId, stepIndex }: Place): string {
  return `run ${runId}${stepIndex === undefined ? '' : ` step ${stepIndex}`}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
