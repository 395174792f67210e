/** What is known of every step without loading it. */
import { type RunOutlineJson, STEP_FLAGS, type StepRole } from '@tracewright/core';
import { decodeBytes, decodeUint16 } from './columns.ts';

export interface RunOutline {
  readonly version: string;
  readonly steps: number;
  readonly flags: Uint8Array;
  readonly parts: Uint8Array;
  readonly lines: Uint8Array;
  readonly tools: Uint16Array;
  readonly toolNames: readonly string[];
  readonly agents: Uint16Array;
  readonly agentNames: readonly string[];
  readonly stepsOfSpans: ReadonlyMap<string, number>;
}

export interface OutlinedStep {
  readonly role: StepRole;
  readonly agent: string | null;
  readonly tool: string | null;
  readonly isError: boolean;
}

const ROLES: readonly StepRole[] = ['agent', 'user', 'environment'];
const HEAD = 52;
const LINE = 20;
const PART = 26;

export function decodeOutline(json: RunOutlineJson): RunOutline {
  return {
    version: json.version,
    steps: json.steps,
    flags: decodeBytes(json.flags),
    parts: decodeBytes(json.parts),
    lines: decodeBytes(json.lines),
    tools: decodeUint16(json.tools),
    toolNames: json.toolNames,
    agents: decodeUint16(json.agents),
    agentNames: json.agentNames,
    stepsOfSpans: new Map(Object.entries(json.stepsOfSpans)),
  };
}

/** @returns undefined when there is no such step */
export function outlinedStep(outline: RunOutline, index: number): OutlinedStep | undefined {
  const flags = outline.flags[index];
  if (flags === undefined) return undefined;
  return {
    role: ROLES[flags & STEP_FLAGS.role] ?? 'agent',
    agent: outline.agentNames[(outline.agents[index] ?? 0) - 1] ?? null,
    tool: outline.toolNames[(outline.tools[index] ?? 0) - 1] ?? null,
    isError: (flags & STEP_FLAGS.error) !== 0,
  };
}

/** A step's height before it is measured, px: near enough that a jump into the distance lands close. */
export function estimateHeight({ parts, lines }: RunOutline, index: number): number {
  return HEAD + (parts[index] ?? 0) * PART + (lines[index] ?? 0) * LINE;
}
