/**
 * The conversations of a run: what is said and done directly inside one agent span, or inside one tool call that works by steps of its own
 * (an agent used as a tool). The outermost one has no span.
 */
import type { Span, Step } from '@tracewright/core';
import { buildSpanForest, parentsFirst } from '../steps/span-forest.ts';

export interface Scope {
  /** Index in the list; -1 for the outermost. */
  readonly parent: number;
  /** Whose conversation it is: the agent span's name, or that of the conversation around it. */
  readonly agent: string | undefined;
  /** Whether the agent is the one of the conversation around it. */
  readonly isSameAgent: boolean;
  /** The step whose tool call it is inside of. */
  readonly calledBy: number | undefined;
  /** Indices of the steps directly inside, ascending. */
  readonly steps: number[];
  /** Of the last step inside or anywhere below; -1 where there is none. */
  last: number;
}

export interface Scopes {
  /** The outermost first, each after its parent. */
  readonly list: readonly Scope[];
  /** The conversation of each step. */
  readonly ofSteps: Int32Array;
}

/** O(n log n) in the spans. */
export function findScopes(spans: readonly Span[], steps: readonly Step[]): Scopes {
  const forest = buildSpanForest(spans);
  const stepOf = new Map<string, number>();
  for (const { spanId, index } of steps) if (!stepOf.has(spanId)) stepOf.set(spanId, index);
  const list: Scope[] = [
    { parent: -1, agent: undefined, isSameAgent: false, calledBy: undefined, steps: [], last: -1 },
  ];
  /** The conversation a span stands in, and the one it opens for what is below it. */
  const inside = new Map<string, number>();
  const below = new Int32Array(forest.spans.length);
  for (const index of parentsFirst(forest.parent)) {
    const span = forest.spans[index];
    const above = forest.parent[index] ?? -1;
    const around = above === -1 ? 0 : (below[above] ?? 0);
    below[index] = around;
    if (span === undefined) continue;
    inside.set(span.spanId, around);
    const step = stepOf.get(span.spanId);
    const isCall = span.operation === 'tool' && step !== undefined;
    if (span.operation !== 'agent' && !isCall) continue;
    const outer = list[around];
    const isSameAgent = isCall || (around !== 0 && (span.agent === undefined || span.agent === outer?.agent));
    below[index] = list.length;
    list.push({
      parent: around,
      agent: isSameAgent ? outer?.agent : span.agent,
      isSameAgent,
      calledBy: isCall ? step : undefined,
      steps: [],
      last: -1,
    });
  }
  const ofSteps = new Int32Array(steps.length);
  for (const { spanId, index } of steps) {
    const scope = inside.get(spanId) ?? 0;
    ofSteps[index] = scope;
    list[scope]?.steps.push(index);
  }
  for (const scope of list.toReversed()) {
    scope.last = Math.max(scope.last, scope.steps.at(-1) ?? -1);
    const parent = list[scope.parent];
    if (parent !== undefined) parent.last = Math.max(parent.last, scope.last);
  }
  return { list, ofSteps };
}
