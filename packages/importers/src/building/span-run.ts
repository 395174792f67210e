/**
 * The run record of a source that holds spans already: what its spans say of the agent, the task and the time, collected
 * span by span.
 */
import {
  type JsonObject,
  messageText,
  type Outcome,
  type Run,
  type RunId,
  type Span,
  type ToolDefinition,
  type TraceId,
  type UnixNanos,
} from '@tracewright/core';
import { TASK_TEXT } from '../dialects/run-labels.ts';
import type { SpanFacts } from '../dialects/span-facts.ts';
import { findText } from '../reading/json-text.ts';

export interface SpanRunInit {
  readonly runId: RunId;
  readonly path: string;
  readonly format: string;
}

export interface SpanRun {
  add(span: Span, facts: SpanFacts): void;
  finish(more?: {
    readonly agent?: string | undefined;
    readonly agentVersion?: string | undefined;
    readonly taskText?: string | undefined;
    readonly environment?: JsonObject | undefined;
    readonly outcome?: Outcome | undefined;
  }): Run;
}

interface First<T> {
  readonly value: T;
  /** Undated spans count as the latest. */
  readonly time: UnixNanos | undefined;
  readonly rank: number;
}

export function createSpanRun({ runId, path, format }: SpanRunInit): SpanRun {
  const traceIds = new Set<TraceId>();
  const tools = new Map<string, ToolDefinition>();
  let startTime: UnixNanos | undefined;
  let endTime: UnixNanos | undefined;
  let agent: First<string> | undefined;
  let agentVersion: string | undefined;
  let model: First<string> | undefined;
  let taskText: First<string> | undefined;
  let told: First<string> | undefined;
  let task: First<string> | undefined;
  let session: First<string> | undefined;
  let user: First<string> | undefined;
  let outcome:
    | { readonly value: Outcome; readonly time: UnixNanos | undefined; readonly isRoot: boolean }
    | undefined;

  return {
    add(span, facts) {
      traceIds.add(span.traceId);
      if (span.startTime !== undefined && (startTime === undefined || span.startTime < startTime))
        startTime = span.startTime;
      if (span.endTime !== undefined && (endTime === undefined || span.endTime > endTime))
        endTime = span.endTime;
      // An agent span without a parent names the run's agent; else the first agent, else the first that speaks.
      const rank = span.operation !== 'agent' ? 2 : span.parentSpanId === undefined ? 0 : 1;
      agent = earlier(agent, span, span.operation === 'turn' ? undefined : span.agent, rank);
      model = earlier(model, span, span.model, span.operation === 'model' ? 0 : 1);
      const asked = [...span.input, ...(span.operation === 'turn' ? span.output : [])].find(
        ({ role }) => role === 'user',
      );
      taskText = earlier(
        taskText,
        span,
        asked === undefined ? undefined : messageText(asked) || undefined,
        0,
      );
      const isRoot = span.parentSpanId === undefined;
      const rootFirst = isRoot ? 0 : 1;
      told = earlier(told, span, facts.taskText ?? findText(span.attributes, TASK_TEXT), rootFirst);
      task = earlier(task, span, facts.task, rootFirst);
      session = earlier(session, span, facts.conversation, rootFirst);
      user = earlier(user, span, facts.user, rootFirst);
      // Of several traces the last one knows how the run ended.
      if (
        facts.outcome !== undefined &&
        (outcome === undefined ||
          (isRoot === outcome.isRoot ? (span.startTime ?? 0n) >= (outcome.time ?? 0n) : isRoot))
      )
        outcome = { value: facts.outcome, time: span.startTime, isRoot };
      agentVersion ??= facts.agentVersion;
      for (const tool of facts.tools ?? []) tools.set(tool.name, tools.get(tool.name) ?? tool);
    },
    finish(more = {}) {
      const run: { -readonly [Key in keyof Run]: Run[Key] } = {
        runId,
        traceIds: [...traceIds],
        source: { path, format },
        outcome: more.outcome ?? outcome?.value ?? { status: 'unknown' },
        tools: [...tools.values()],
        environment: more.environment ?? {},
      };
      const name = agent?.value ?? more.agent;
      const text = more.taskText ?? told?.value ?? taskText?.value;
      if (name !== undefined) run.agent = name;
      const version = agentVersion ?? more.agentVersion;
      if (version !== undefined) run.agentVersion = version;
      if (model !== undefined) run.model = model.value;
      if (task !== undefined) run.task = task.value;
      if (text !== undefined) run.taskText = text;
      if (session !== undefined) run.session = session.value;
      if (user !== undefined) run.user = user.value;
      if (startTime !== undefined) run.startTime = startTime;
      if (endTime !== undefined) run.endTime = endTime;
      return run;
    },
  };
}

function earlier<T>(
  first: First<T> | undefined,
  span: Span,
  value: T | undefined,
  rank: number,
): First<T> | undefined {
  if (value === undefined) return first;
  const next: First<T> = { value, time: span.startTime, rank };
  if (first === undefined || rank < first.rank) return next;
  if (rank > first.rank || next.time === undefined) return first;
  return first.time === undefined || next.time < first.time ? next : first;
}
