/** The tools with which a model reads more of a run, within a budget; what it was shown is remembered. */
import {
  type ChatToolCall,
  isJsonObject,
  type JsonValue,
  readSpanText,
  type StepTreeNodeJson,
  type ToolDefinition,
} from '@tracewright/core';
import type { RunContext } from '../detect/context.ts';
import { fence, listPlaces, type StepView, viewStep } from './step-view.ts';

export const READING_TOOLS: readonly ToolDefinition[] = [
  {
    name: 'read_steps',
    description:
      'The steps from one number to another, both included, at most 10 at once. Long texts are given at greater length than before.',
    parameters: {
      type: 'object',
      properties: { from: { type: 'integer' }, to: { type: 'integer' } },
      required: ['from', 'to'],
      additionalProperties: false,
    },
  },
  {
    name: 'search_steps',
    description:
      'The numbers of the steps whose texts contain this text, taken literally, ignoring case, each with the text around it. This does not count as having read them.',
    parameters: {
      type: 'object',
      properties: { text: { type: 'string' } },
      required: ['text'],
      additionalProperties: false,
    },
  },
];

/** Steps of one call of `read_steps`. */
const MAX_AT_ONCE = 10;
/** Characters of a text: of many steps at first, of few later. */
const FIRST_LIMIT = 1500;
const LATER_LIMIT = 6000;
const MAX_HITS = 20;
const HIT_CONTEXT = 60;

export interface StepReader {
  /** Steps whose texts were given. */
  readonly shown: ReadonlySet<number>;
  /** Whether anything is left to read: steps not shown, or texts that were cut. */
  hasMore(): boolean;
  /** What is shown at first, whatever the budget. */
  show(indices: readonly number[]): readonly StepView['json'][];
  /** The answer to a call, and whether it is an error. Never throws. */
  call(call: ChatToolCall): { readonly text: string; readonly isError: boolean };
}

/** @param maxSteps how many steps may be shown through tools */
export function createStepReader(
  { steps }: RunContext,
  tree: readonly StepTreeNodeJson[],
  maxSteps: number,
): StepReader {
  const shown = new Set<number>();
  const clipped = new Set<number>();
  let left = maxSteps;
  const view = (index: number, limit: number): StepView['json'] | undefined => {
    const step = steps[index];
    if (step === undefined) return undefined;
    const { json, isClipped } = viewStep(step, tree[index]?.stage ?? 0, limit);
    shown.add(index);
    if (isClipped) clipped.add(index);
    else clipped.delete(index);
    return json;
  };
  const viewAll = (indices: readonly number[], limit: number): readonly StepView['json'][] =>
    indices.map((index) => view(index, limit)).filter((json) => json !== undefined);

  const readSteps = (from: number, to: number): string => {
    const last = steps.length - 1;
    const start = Math.max(0, from);
    const end = Math.min(to, last, start + MAX_AT_ONCE - 1, start + left - 1);
    if (start > last || to < from) return `There are no such steps: the run has the steps 0 to ${last}.`;
    if (end < start) return 'The steps that you may read are used up. Answer with what you have.';
    left -= end - start + 1;
    const indices = Array.from({ length: end - start + 1 }, (_, offset) => start + offset);
    return `${fence('steps', viewAll(indices, LATER_LIMIT))}\nYou may read ${left} more steps.`;
  };

  const searchSteps = (text: string): string => {
    const wanted = text.toLowerCase();
    const hits: { step: number; around: string }[] = [];
    for (const step of steps) {
      if (hits.length >= MAX_HITS) break;
      for (const { span, path } of listPlaces(step)) {
        const whole = readSpanText(span, path) ?? '';
        const at = whole.toLowerCase().indexOf(wanted);
        if (at === -1) continue;
        const around = whole.slice(Math.max(0, at - HIT_CONTEXT), at + wanted.length + HIT_CONTEXT);
        hits.push({ step: step.index, around });
        break;
      }
    }
    return hits.length === 0
      ? 'No step contains this text.'
      : fence('hits', hits.length < MAX_HITS ? hits : [...hits, 'there may be more']);
  };

  return {
    shown,
    hasMore: () => shown.size < steps.length || clipped.size > 0,
    show: (indices) => viewAll(indices, FIRST_LIMIT),
    call({ name, arguments: value }) {
      const given = isJsonObject(value) ? value : {};
      const { from, to, text } = given as Readonly<Record<string, JsonValue | undefined>>;
      if (name === 'read_steps' && isStep(from) && isStep(to))
        return { text: readSteps(from, to), isError: false };
      if (name === 'search_steps' && typeof text === 'string' && text.trim() !== '')
        return { text: searchSteps(text.slice(0, 200)), isError: false };
      return {
        text: 'This call is not possible: use read_steps with the whole numbers "from" and "to", or search_steps with "text".',
        isError: true,
      };
    },
  };
}

function isStep(value: JsonValue | undefined): value is number {
  return Number.isSafeInteger(value);
}
