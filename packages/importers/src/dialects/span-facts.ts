/**
 * What a dialect of attributes says about a span, in our own terms. Each dialect gives what it knows; `mergeFacts` takes
 * the first answer to each question.
 */
import type {
  JsonObject,
  Message,
  Outcome,
  SpanOperation,
  ToolCall,
  ToolDefinition,
} from '@tracewright/core';

/** A judgement inside telemetry: by a grader, a language model or a person. A label: it becomes a reported finding. */
export interface Evaluation {
  readonly name: string;
  /** What is judged. */
  readonly target: 'span' | 'trace' | 'session';
  readonly score?: number;
  readonly label?: string;
  readonly explanation?: string;
  /** Who judged, as the source says: `LLM`, `CODE`, `HUMAN`. */
  readonly annotator?: string;
}

export interface SpanFacts {
  readonly operation?: SpanOperation | undefined;
  readonly agent?: string | undefined;
  readonly agentVersion?: string | undefined;
  readonly model?: string | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly costUsd?: number | undefined;
  readonly tool?: Partial<ToolCall> | undefined;
  readonly input?: readonly Message[] | undefined;
  readonly output?: readonly Message[] | undefined;
  readonly tools?: readonly ToolDefinition[] | undefined;
  /** The session or conversation that the span's trace belongs to. */
  readonly conversation?: string | undefined;
  /** Whom the agent works for. */
  readonly user?: string | undefined;
  /** The task that the trace is an attempt at, where the source names one. */
  readonly task?: string | undefined;
  readonly taskText?: string | undefined;
  /** How the run ended, where its own telemetry says so. */
  readonly outcome?: Outcome | undefined;
  readonly evaluations?: readonly Evaluation[] | undefined;
  /** That the operation failed, where the span's own status leaves it open. */
  readonly status?: 'error' | undefined;
  /** What went wrong. */
  readonly statusMessage?: string | undefined;
  /** Attributes under their canonical names (GenAI conventions v1.41.1). */
  readonly canonical?: JsonObject | undefined;
  /** Attributes that were taken over whole into messages or the tool call, and need not be kept twice; a name ending in a dot is a prefix. */
  readonly consumed?: readonly string[] | undefined;
  /** The same of what was taken over into the tool call: a span that is neither tool call nor retrieval has none, and keeps them. */
  readonly consumedByCall?: readonly string[] | undefined;
}

/** Whether a span of this operation holds a tool call. */
export function isCall(operation: SpanOperation | undefined): boolean {
  return operation === 'tool' || operation === 'retrieval';
}

/** The attributes of a span and what surrounds them. */
export interface SpanView {
  readonly name: string;
  readonly attributes: JsonObject;
  /** First segments of the attribute names: what a dialect looks at before anything else. */
  readonly roots: ReadonlySet<string>;
  /** Name of the instrumentation scope. */
  readonly scope: string;
}

export function viewSpan(name: string, attributes: JsonObject, scope: string): SpanView {
  const roots = new Set<string>();
  for (const key of Object.keys(attributes)) {
    const dot = key.indexOf('.');
    roots.add(dot === -1 ? key : key.slice(0, dot));
  }
  return { name, attributes, roots, scope };
}

/** The first answer to each question; lists of evaluations and of consumed names are joined, members of tool and canonical too. */
export function mergeFacts(list: readonly SpanFacts[]): SpanFacts {
  const merged: Record<string, unknown> = {};
  // Every span of a running agent passes here: no lists of entries are made on the way.
  for (const facts of list) {
    for (const key in facts) {
      // `for in` gives own members' names: facts are plain objects.
      const value: unknown = facts[key as keyof SpanFacts];
      if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
      const before = merged[key];
      if (before === undefined)
        merged[key] = key === 'tool' || key === 'canonical' ? withoutUndefined(value as object) : value;
      else if (key === 'consumed' || key === 'consumedByCall' || key === 'evaluations')
        merged[key] = [...(before as readonly unknown[]), ...(value as readonly unknown[])];
      else if (key === 'tool' || key === 'canonical')
        merged[key] = { ...withoutUndefined(value as object), ...(before as object) };
    }
  }
  // Every member was copied from a SpanFacts under its own name.
  return merged;
}

/** The object without the members that are undefined. */
export function withoutUndefined<T extends object>(
  object: T,
): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const kept: { [Key in keyof T]?: Exclude<T[Key], undefined> } = {};
  for (const key in object) {
    const value = object[key];
    // What is left is not undefined.
    if (value !== undefined) kept[key] = value as Exclude<T[typeof key], undefined>;
  }
  return kept;
}

/** The agent's own name, out of a span name such as `invoke_agent helper` or `agent_run [helper]`. */
export function toAgentName(spanName: string): string {
  return /^(?:invoke_agent |agent_run \[|agent:\s*)(.+?)\]?$/.exec(spanName)?.[1] ?? spanName;
}
