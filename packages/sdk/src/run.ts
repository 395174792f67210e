/** One execution of an agent on one task: the root span, with the facts that the whole run has. */
import type { JsonObject, OutcomeSource, OutcomeStatus } from '@tracewright/core';
import type { Attributes } from './attributes.ts';
import type { Recorder } from './recorder.ts';
import { recordCall } from './recording/record-call.ts';
import type { SpanData } from './recording/recording-span.ts';
import { formatTraceparent } from './recording/span-ids.ts';

/** How the run ended, by its grader. A label: it goes nowhere but into the run's outcome. */
export interface RunOutcome {
  readonly status: OutcomeStatus;
  readonly score?: number | undefined;
  readonly source?: OutcomeSource | undefined;
  /** The grader's own fields. */
  readonly details?: JsonObject | undefined;
}

export interface RunOptions<T = unknown> {
  /** A short stable id of the task, equal over attempts at the same task. */
  readonly task?: string | undefined;
  /** What was asked. */
  readonly taskText?: string | undefined;
  /** The conversation that this run belongs to. */
  readonly session?: string | undefined;
  readonly user?: string | undefined;
  /** Name of the agent at work. */
  readonly agent?: string | undefined;
  /** The outcome, or how to tell it from the result. Not asked when the run fails. */
  readonly outcome?: RunOutcome | ((result: T) => RunOutcome | undefined) | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface Run {
  readonly traceId: string;
  readonly spanId: string;
  /** For the header of a request to another service. */
  readonly traceparent: string;
  outcome(outcome: RunOutcome): void;
  set(attributes: Attributes): void;
  /** Runs `fn` inside this run, where no AsyncLocalStorage remembers it. */
  enter<T>(fn: () => T): T;
}

export function recordRun<T>(recorder: Recorder, options: RunOptions<Awaited<T>>, fn: (run: Run) => T): T {
  let run: Run = UNRECORDED;
  return recordCall(
    recorder,
    {
      start: () => ({
        name: options.agent === undefined ? `run${suffix(options.task)}` : `invoke_agent ${options.agent}`,
        session: options.session,
        user: options.user,
        agent: options.agent,
        attributes: {
          'gen_ai.operation.name': options.agent === undefined ? 'invoke_workflow' : 'invoke_agent',
          'gen_ai.workflow.name': options.agent === undefined ? (options.task ?? 'run') : undefined,
          'tracewright.run.task': options.task,
          ...options.attributes,
        },
      }),
      onStart(span) {
        if (options.taskText !== undefined)
          recorder.setText(span, 'tracewright.run.task_text', options.taskText);
        if (typeof options.outcome === 'object') setOutcome(recorder, span, options.outcome);
        run = createRun(recorder, span);
      },
      onResult(span, result) {
        if (typeof options.outcome !== 'function') return;
        // The type of what fn returned: its promise has been awaited.
        const outcome = options.outcome(result as Awaited<T>);
        if (outcome !== undefined) setOutcome(recorder, span, outcome);
      },
    },
    () => fn(run),
  );
}

function suffix(task: string | undefined): string {
  return task === undefined ? '' : ` ${task}`;
}

function createRun(recorder: Recorder, span: SpanData): Run {
  return {
    traceId: span.scope.traceId,
    spanId: span.scope.spanId,
    traceparent: formatTraceparent(span.scope),
    outcome(outcome) {
      recorder.guard(() => {
        if (span.endMs === undefined) return setOutcome(recorder, span, outcome);
        recorder.problems.add({
          code: 'run-ended',
          message:
            'outcome was called after the run had ended; a span that is exported does not change any more',
          fix: 'call it inside the function of the run, or give `outcome` as an option',
        });
      });
    },
    set: (attributes) => recorder.set(span, attributes),
    enter: (fn) => recorder.context.with(span.scope, fn),
  };
}

function setOutcome(
  recorder: Recorder,
  span: SpanData,
  { status, score, source, details }: RunOutcome,
): void {
  recorder.set(span, {
    'tracewright.run.outcome.status': status,
    'tracewright.run.outcome.score': score,
    'tracewright.run.outcome.source': source,
  });
  if (details !== undefined) recorder.setContent(span, 'tracewright.run.outcome.details', details);
}

/** What `fn` is given when nothing is recorded. */
export const UNRECORDED: Run = {
  traceId: '',
  spanId: '',
  traceparent: '',
  outcome: () => undefined,
  set: () => undefined,
  enter: (fn) => fn(),
};
