/**
 * Walks the turns that a run's steps come from, in their order, without building the steps: who only counts them spares their
 * texts. Which spans and messages give steps stands in locate-steps.ts.
 */
import type { Span } from '@tracewright/core';
import { isSameCall } from './nested-calls.ts';
import { ENCLOSES, isStepSource, markAbove, type SpanForest, WRAPS } from './span-forest.ts';
import { isSpoken } from './step-role.ts';
import { ToldMessages } from './told-messages.ts';
import {
  claimToolSpans,
  listCalls,
  listOwnOutput,
  type MessagePlace,
  type ToolClaims,
} from './tool-claims.ts';

export interface StepSources {
  /** 1 for each span that gives steps, before tool spans are claimed. */
  readonly gives: Uint8Array;
  readonly claims: ToolClaims;
}

/** Told turn after turn. @param index of the span in the forest */
export interface TurnVisitor {
  /** A tool span that no model call claimed, or a retrieval: one step. */
  addTool(index: number, span: Span): void;
  /** What one participant produced at once, its output messages or one message of a history: one step a tool call, else one. */
  addTurn(index: number, span: Span, list: 'input' | 'output', messages: readonly MessagePlace[]): void;
  /** The span's history may hold the results of calls that came before; it gives no steps. */
  addResults(span: Span): void;
}

export function findStepSources(forest: SpanForest): StepSources {
  const gives = findGivers(forest);
  return { gives, claims: claimToolSpans(forest, gives) };
}

export function visitTurns(forest: SpanForest, { gives, claims }: StepSources, visitor: TurnVisitor): void {
  const told = new ToldMessages();
  const hasHistoryBelow = markAbove(
    forest,
    ({ operation, input }) => operation === 'model' && input.some(isSpoken),
  );
  for (const [index, span] of forest.spans.entries()) {
    const wrapping = span.operation === 'agent' ? ENCLOSES : WRAPS;
    const isWrapped = ((hasHistoryBelow[index] ?? 0) & wrapping) !== 0;
    if ((span.operation === 'agent' || span.operation === 'model') && !isWrapped) {
      for (const at of told.takeNew(span.input, gives[index] === 1)) {
        const message = span.input[at];
        if (message !== undefined) visitor.addTurn(index, span, 'input', [[at, message]]);
      }
      visitor.addResults(span);
    }
    if (gives[index] !== 1 || claims.isClaimed[index] === 1) continue;
    if (span.operation === 'tool' || span.operation === 'retrieval') visitor.addTool(index, span);
    else visitor.addTurn(index, span, 'output', tellOutput(span, told));
  }
}

/** How many steps `locateSteps` gives. */
export function countSteps(forest: SpanForest): number {
  let count = 0;
  visitTurns(forest, findStepSources(forest), {
    addTool() {
      count += 1;
    },
    addTurn(_index, _span, _list, messages) {
      count += Math.max(1, listCalls(messages).length);
    },
    addResults() {
      // Results belong to steps that are counted.
    },
  });
  return count;
}

/** The messages that the span gives, which are told from now on. */
function tellOutput(span: Span, told: ToldMessages): readonly MessagePlace[] {
  const own = listOwnOutput(span);
  // What else stands in a conversation is history: told, but no step so late.
  if (own.length < span.output.length) told.takeNew(span.output, true);
  else for (const [, message] of own) told.tell(message);
  return own;
}

function findGivers(forest: SpanForest): Uint8Array {
  const hasModelBelow = markAbove(
    forest,
    ({ operation, output }) => operation === 'model' && output.length > 0,
  );
  const hasStepsBelow = markAbove(
    forest,
    (span) => isStepSource(span) || (span.operation === 'agent' && span.output.length > 0),
  );
  return Uint8Array.from(forest.spans, (span, index) => {
    const enclosing = forest.spans[forest.enclosing[index] ?? -1];
    switch (span.operation) {
      case 'turn':
        return 1;
      case 'model':
        return ((hasModelBelow[index] ?? 0) & WRAPS) !== 0 ||
          (span.output.length === 0 && enclosing?.operation === 'model')
          ? 0
          : 1;
      case 'tool':
        return isSameCall(span, enclosing) ? 0 : 1;
      case 'agent':
        return span.output.length > 0 && ((hasStepsBelow[index] ?? 0) & ENCLOSES) === 0 ? 1 : 0;
      case 'retrieval':
        return isStepSource(span) && enclosing?.operation !== 'tool' && enclosing?.operation !== 'retrieval'
          ? 1
          : 0;
      case 'other':
        return 0;
    }
  });
}
