/**
 * A few bytes for each step of a run: what a picture of the whole, placeholders and the height of a list need before any step is loaded.
 * O(steps), O(1) in the length of their texts.
 */
import { isJsonObject, STEP_FLAGS, type JsonValue, type Step } from '@tracewright/core';

export interface StepColumns {
  /** `STEP_FLAGS`. */
  readonly flags: Uint8Array;
  readonly parts: Uint8Array;
  readonly lines: Uint8Array;
  /** From 1, 0 for none; what is beyond 65,535 names has none. */
  readonly tools: Uint16Array;
  readonly toolNames: readonly string[];
  readonly agents: Uint16Array;
  readonly agentNames: readonly string[];
}

/** Lines of a text that are shown before it is opened. */
const PROSE_LINES = 15;
/** Of a thought beside an act. */
const THOUGHT_LINES = 5;
const OUTPUT_LINES = 13;
const ARGUMENT_LINES = 11;
/** Characters on a line, about. */
const COLUMNS = 90;
/** Beyond this a text is folded anyway. */
const LOOK = 2_400;
const ROLES = { agent: 0, user: 1, environment: 2 } as const;

export function outlineSteps(steps: readonly Step[]): StepColumns {
  const flags = new Uint8Array(steps.length);
  const parts = new Uint8Array(steps.length);
  const lines = new Uint8Array(steps.length);
  const tools = new Uint16Array(steps.length);
  const agents = new Uint16Array(steps.length);
  const toolNames = new Names();
  const agentNames = new Names();
  for (const [index, step] of steps.entries()) {
    const { action, observation } = step;
    flags[index] =
      ROLES[step.role] |
      (step.kind === 'change' ? STEP_FLAGS.change : 0) |
      (action.tool === undefined ? 0 : STEP_FLAGS.tool) |
      (observation?.status === 'error' ? STEP_FLAGS.error : 0);
    const hasAct = action.tool !== undefined || action.text !== undefined;
    const shown = [
      countLines(step.thought, hasAct ? THOUGHT_LINES : PROSE_LINES),
      action.tool === undefined ? countLines(action.text, PROSE_LINES) : countArgumentLines(action.arguments),
      observation === undefined ? 0 : Math.max(countLines(observation.text, OUTPUT_LINES), 1),
    ];
    parts[index] = shown.filter((count) => count > 0).length;
    lines[index] = Math.min(
      shown.reduce((sum, count) => sum + count, 0),
      255,
    );
    tools[index] = toolNames.indexOf(action.tool);
    agents[index] = agentNames.indexOf(step.agent);
  }
  return {
    flags,
    parts,
    lines,
    tools,
    toolNames: toolNames.list,
    agents,
    agentNames: agentNames.list,
  };
}

class Names {
  readonly list: string[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(name: string | undefined): number {
    if (name === undefined) return 0;
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    if (this.list.length === 0xffff) return 0;
    this.list.push(name);
    this.#indexes.set(name, this.list.length);
    return this.list.length;
  }
}

function countLines(text: string | undefined, limit: number): number {
  if (text === undefined || text === '') return 0;
  let breaks = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < LOOK && breaks < limit; at = text.indexOf('\n', at + 1))
    breaks += 1;
  return Math.min(Math.max(breaks, Math.ceil(Math.min(text.length, LOOK) / COLUMNS)), limit);
}

function countArgumentLines(value: JsonValue | undefined): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'string') return countLines(value, ARGUMENT_LINES);
  if (!isJsonObject(value)) return ARGUMENT_LINES;
  let lines = 0;
  for (const argument of Object.values(value)) {
    lines += typeof argument === 'string' ? Math.max(countLines(argument, ARGUMENT_LINES), 1) : 1;
    if (lines > 100) break;
  }
  return lines;
}
