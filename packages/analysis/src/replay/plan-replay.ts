/**
 * Plans how to go on from just before the step where a run went wrong: the conversation and the calls up to there, the state
 * that they left, and a note on what went wrong. Pure: the same run and diagnosis give the same plan.
 *
 * Source: CodeTracer (arXiv 2604.11641): the checkpoint is every step before the first incorrect one, their actions are made
 * again, the analysis is told to the agent, which gets at most 30 more steps; differs: calls that only look are answered
 * from the trace, and the note quotes findings.
 */
import { type Diagnosis, type ReplayCall, type ReplayPlan, type Span, TraceError } from '@tracewright/core';
import type { BlindRun } from '../detect/context.ts';
import { type LocatedStep, locateSteps } from '../steps/locate-steps.ts';
import { buildConversation } from './conversation.ts';
import { writeCorrectiveNote } from './corrective-note.ts';
import { followFiles } from './known-files.ts';
import { findOpenTasks } from './open-tasks.ts';

/** CodeTracer's budget after the checkpoint. */
const MAX_STEPS = 30;

export interface ReplayOptions {
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The step that is not to be taken again, in place of the diagnosed onset. */
  readonly step?: number | undefined;
  /** Steps the agent may take after the checkpoint. */
  readonly maxSteps?: number | undefined;
}

/** @throws TraceError `request-invalid` where there is no onset and no step is given, or the run has no such step */
export function planReplay(
  run: BlindRun,
  spans: readonly Span[],
  diagnosis: Diagnosis,
  { createdAt, step: given, maxSteps = MAX_STEPS }: ReplayOptions,
): ReplayPlan {
  const steps = locateSteps(spans);
  const onset = given ?? diagnosis.onset?.stepIndex;
  const isDiagnosed = onset === diagnosis.onset?.stepIndex;
  if (onset === undefined)
    throw new TraceError('request-invalid', {
      message: `no onset of failure was found in run ${run.runId}`,
      fix: `name the step that is not to be taken again: tracewright replay ${run.runId} --step N`,
    });
  if (!Number.isInteger(onset) || onset < 0 || onset >= steps.length)
    throw new TraceError('request-invalid', {
      where: 'step',
      message: `run ${run.runId} has steps 0 to ${steps.length - 1}, not ${onset}`,
      fix: `see \`tracewright show ${run.runId}\``,
    });
  if (!Number.isInteger(maxSteps) || maxSteps < 1)
    throw new TraceError('request-invalid', {
      where: 'maxSteps',
      message: `${maxSteps} is not a whole number from 1`,
      fix: `leave it out for ${MAX_STEPS}`,
    });
  const end = findEnd(steps, onset);
  const kept = steps.slice(0, end);
  const calls = listCalls(kept);
  const last = kept.at(-1)?.step;
  const note = writeCorrectiveNote(diagnosis, steps, onset, last?.index, isDiagnosed);
  return {
    kind: 'replay-plan',
    schemaVersion: 1,
    name: `replay-${run.runId.slice(0, 8)}-${onset}`,
    version: 1,
    createdAt,
    seed: null,
    metrics: {},
    sources: {
      description: `run ${run.runId}, diagnosed by ${diagnosis.version}`,
      runIds: [run.runId],
    },
    body: {
      runId: run.runId,
      agent: run.agent ?? null,
      task: run.task ?? null,
      taskText: run.taskText ?? null,
      onset: {
        stepIndex: onset,
        source: isDiagnosed ? 'diagnosis' : 'given',
        confidence: isDiagnosed ? (diagnosis.onset?.confidence ?? null) : null,
      },
      checkpoint: { stepIndex: last?.index ?? null, spanId: last?.spanId ?? null },
      messages: buildConversation(run, spans, kept),
      calls,
      files: followFiles(kept),
      openTasks: findOpenTasks(kept),
      note,
      limits: { maxSteps },
      warnings: listWarnings(calls, steps, onset, end),
    },
  };
}

/**
 * Where the kept steps end. A step of a sub-agent cannot be gone on from by itself: the call that started it is made again.
 */
function findEnd(steps: readonly LocatedStep[], onset: number): number {
  const depth = steps[onset]?.step.depth ?? 0;
  if (depth === 0) return onset;
  const parent = steps.slice(0, onset).findLastIndex(({ step }) => step.depth === 0);
  return Math.max(0, parent);
}

function listCalls(steps: readonly LocatedStep[]): ReplayCall[] {
  return steps.flatMap(({ step, observed }): ReplayCall[] => {
    const { tool, arguments: value = null, callId } = step.action;
    if (tool === undefined) return [];
    const text = step.observation?.text;
    // Structured where the source kept it so; a text stays a text.
    const recorded = observed?.path === 'tool/result' ? observed.span.tool?.result : undefined;
    return [
      {
        stepIndex: step.index,
        spanId: step.spanId,
        callId: callId ?? null,
        tool,
        arguments: value,
        kind: step.kind === 'change' ? 'execute' : 'replay',
        result:
          text === undefined
            ? null
            : { value: recorded ?? text, status: step.observation?.status ?? 'unknown' },
      },
    ];
  });
}

function listWarnings(
  calls: readonly ReplayCall[],
  steps: readonly LocatedStep[],
  onset: number,
  end: number,
): string[] {
  const executed = calls.filter(({ kind }) => kind === 'execute').length;
  const unknown = calls.filter(({ kind, result }) => kind === 'replay' && result === null).length;
  const late = steps.slice(end).filter(({ step }) => step.kind === 'change').length;
  return [
    ...(end < onset
      ? [`Step ${onset} is a sub-agent's: its work starts again, from the call after step ${end - 1}.`]
      : []),
    ...(executed > 0
      ? [`${executed} calls before the checkpoint change state: make them again in a fresh environment only.`]
      : []),
    ...(late > 0
      ? [
          `${late} calls from step ${end} on changed state, too: an environment that still has their effects is not at the checkpoint.`,
        ]
      : []),
    ...(unknown > 0 ? [`${unknown} calls have no recorded result: they must be made again.`] : []),
  ];
}
