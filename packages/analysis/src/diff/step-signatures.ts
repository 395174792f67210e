/**
 * What the alignment compares of each step, as columns of numbers, so that a comparison costs a few instructions. Numbers
 * are equal where the texts are, over all runs described by one `SignatureBook`.
 */
import type { Step } from '@tracewright/core';
import { canonicalJson } from '../detect/action-key.ts';
import { normalizeResult, normalizeText, toWords } from './normalize-text.ts';
import { sketchWords } from './word-sketch.ts';

export interface StepSignatures {
  readonly length: number;
  /** Who does it and what it does, arguments and words included. */
  readonly action: Int32Array;
  /** Who calls which tool, or who speaks. */
  readonly tool: Int32Array;
  /** Role, and for tool calls whether they change or explore. */
  readonly kind: Int32Array;
  /** What came back; -1 for nothing. */
  readonly result: Int32Array;
  /** Whether what came back is an error: 0 no result, 1 unknown, 2 ok, 3 error. */
  readonly status: Int32Array;
  /** Two words of a sketch (`sketchWords`) of the arguments or the words. */
  readonly sketchHigh: Int32Array;
  readonly sketchLow: Int32Array;
}

const STATUS = { unknown: 1, ok: 2, error: 3 } as const;

/** Describes runs that are to be compared with one another. */
export class SignatureBook {
  readonly #ids = new Map<string, number>();

  /** O(total text). */
  describe(steps: readonly Step[]): StepSignatures {
    const columns = (): Int32Array => new Int32Array(steps.length);
    const signatures = {
      length: steps.length,
      action: columns(),
      tool: columns(),
      kind: columns(),
      result: columns(),
      status: columns(),
      sketchHigh: columns(),
      sketchLow: columns(),
    };
    const nameAgent = createAgentNames(steps);
    for (const [index, step] of steps.entries()) {
      const { role, action, observation } = step;
      const who = `${role}\u0000${nameAgent(step)}`;
      const content = toContent(step);
      const tool = `${who}\u0000${action.tool ?? ''}`;
      const [high, low] = sketchWords(toWords(content));
      signatures.tool[index] = this.#number(`t${tool}`);
      signatures.action[index] = this.#number(`a${tool}\u0000${content}`);
      signatures.kind[index] = this.#number(`k${role}\u0000${action.tool === undefined ? '' : step.kind}`);
      signatures.result[index] =
        observation === undefined ? -1 : this.#number(`r${normalizeResult(observation.text)}`);
      signatures.status[index] = observation === undefined ? 0 : STATUS[observation.status];
      signatures.sketchHigh[index] = high;
      signatures.sketchLow[index] = low;
    }
    return signatures;
  }

  #number(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.#ids.size);
    return this.#ids.size - 1;
  }
}

/** The arguments of a tool call, or what is said, normalised. */
export function toContent({ action }: Step): string {
  if (action.tool === undefined) return normalizeText(action.text ?? '');
  if (action.arguments === undefined) return (action.text ?? '').trim();
  return typeof action.arguments === 'string' ? action.arguments.trim() : canonicalJson(action.arguments);
}

/** An agent that works alone may be called differently in each run: its name tells nothing apart. */
export function createAgentNames(steps: readonly Step[]): (step: Step) => string {
  const names = new Set(steps.filter(({ role }) => role === 'agent').map(({ agent }) => agent ?? ''));
  return ({ agent = '', role }) => (role !== 'agent' || names.size <= 1 ? '' : agent);
}

const THINK_TOOL = /^(?:think|reason|reflect|plan)(?:ing)?$/i;

/** Such a tool only takes a note: what it is given is a thought, which two runs never put in the same words. */
export function isThinkTool(tool: string): boolean {
  return THINK_TOOL.test(tool);
}
