/**
 * What `@tracewright/sdk` says of a whole run on its root span: the task, and how the run ended. They are labels: see
 * `isJudgement`.
 *
 *     tracewright.run.task, tracewright.run.task_text, tracewright.run.outcome.{status, score, source, details}
 */
import type { Outcome, OutcomeSource, OutcomeStatus } from '@tracewright/core';
import { asObject, findJson, findNumber, findText } from '../reading/json-text.ts';
import type { SpanFacts, SpanView } from './span-facts.ts';

/** What was asked, as the program that ran the agent says it. It stays on the span: a run read back from its spans needs it. */
export const TASK_TEXT = 'tracewright.run.task_text';

const STATUSES: ReadonlySet<string> = new Set<OutcomeStatus>(['success', 'failure', 'unknown']);
const SOURCES: ReadonlySet<string> = new Set<OutcomeSource>(['grader', 'test', 'human', 'inferred']);

export function readRunLabels({ attributes, roots }: SpanView): SpanFacts {
  if (!roots.has('tracewright')) return {};
  return {
    task: findText(attributes, 'tracewright.run.task'),
    taskText: findText(attributes, TASK_TEXT),
    outcome: readOutcome(attributes),
  };
}

function readOutcome(attributes: SpanView['attributes']): Outcome | undefined {
  const status = findText(attributes, 'tracewright.run.outcome.status');
  const score = findNumber(attributes, 'tracewright.run.outcome.score');
  const source = findText(attributes, 'tracewright.run.outcome.source');
  const details = asObject(findJson(attributes, 'tracewright.run.outcome.details'));
  const isKnown = status !== undefined && STATUSES.has(status);
  if (!isKnown && score === undefined) return undefined;
  return {
    // Membership in the set was just checked.
    status: isKnown ? (status as OutcomeStatus) : 'unknown',
    ...(score === undefined ? {} : { score }),
    ...(source !== undefined && SOURCES.has(source) ? { source: source as OutcomeSource } : {}),
    ...(details === undefined ? {} : { details }),
  };
}
