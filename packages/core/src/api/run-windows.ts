/**
 * A run in windows, for readers that cannot hold it whole, such as the page: its summary, an outline of a few bytes a step, and steps,
 * texts and rows of its trees by range. Columns are base64 of little-endian numbers, one a step or row.
 */
import type { StepRole } from '../step.ts';
import type { RunDetailJson, StepJson } from './shapes.ts';

/** Everything of `RunDetailJson` but the steps. */
export type RunSummaryJson = Omit<RunDetailJson, 'steps'>;

/** Bits of a step's `flags`. */
export const STEP_FLAGS = {
  /** Who: 0 the agent, 1 a user, 2 the environment. */
  role: 3,
  change: 4,
  tool: 8,
  error: 16,
} as const;

export interface RunOutlineJson {
  readonly runId: string;
  /** Changes whenever the steps do. */
  readonly version: string;
  readonly steps: number;
  /** Uint8: see `STEP_FLAGS`. */
  readonly flags: string;
  /** Uint8: parts (thought, message, call, result) of which the step consists. */
  readonly parts: string;
  /** Uint8: lines of text of those parts, long ones as far as they are shown at first. */
  readonly lines: string;
  /** Uint16: which of `toolNames`, from 1; 0 for none. */
  readonly tools: string;
  readonly toolNames: readonly string[];
  /** Uint16: which of `agentNames`, from 1; 0 for none. */
  readonly agents: string;
  readonly agentNames: readonly string[];
  /** The first step of each span that a finding names. */
  readonly stepsOfSpans: Readonly<Record<string, number>>;
}

/** A text that was cut to its beginning. */
export interface TextCutJson {
  /** JSON pointer within the step. */
  readonly pointer: string;
  /** Of the whole text, UTF-16 units. */
  readonly length: number;
}

/** A step whose long texts are cut. Arguments that are long in all are given as the beginning of their JSON text. */
export type StepWindowJson = StepJson & { readonly cuts?: readonly TextCutJson[] };

export interface StepsWindowJson {
  /** As in the outline: another one, and the steps are others. */
  readonly version: string;
  readonly from: number;
  readonly steps: readonly StepWindowJson[];
}

/** A range, `to` exclusive. */
export interface RangeRequest {
  readonly from: number;
  readonly to: number;
}

export interface TextRequest extends RangeRequest {
  readonly step: number;
  /** As `TextCutJson` names it. */
  readonly pointer: string;
}

export interface TextPieceJson {
  readonly text: string;
  readonly from: number;
  /** Of the whole text. */
  readonly length: number;
}

/** How work passes from one agent to another: into a call, back out of it, or on to the next who speaks. */
export const LINK_KINDS = ['call', 'return', 'hand-over'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export interface GraphLaneJson {
  readonly role: StepRole;
  /** Null for an agent without a name, and for the last lane where there are too many agents. */
  readonly name: string | null;
  /** Which of the lanes of this name, from 1; 0 for the lane of all that have no other. */
  readonly number: number;
}

/** A run as its agents see it: a lane for each that works at the same time as others, links where work passes between two. */
export interface RunGraphJson {
  readonly version: string;
  readonly lanes: readonly GraphLaneJson[];
  /** Uint16: the lane of each step. */
  readonly laneOfSteps: string;
  /** Int32: the steps that each link leads from and to; `kinds` Uint8 in `LINK_KINDS`. Ascending by `to`. */
  readonly from: string;
  readonly to: string;
  readonly kinds: string;
}

/** The tree of recorded spans, or the steps by stage. */
export type TreeKind = 'spans' | 'stages';

/** The rows of a tree in display order, all open. */
export interface TreeOutlineJson {
  readonly version: string;
  readonly rows: number;
  /** Uint16: 0 for roots; a row's children follow it, one deeper. */
  readonly depths: string;
  /** Uint8: index in `TREE_OPERATIONS`, and `TREE_ERROR`. */
  readonly kinds: string;
  /** Float32: start and length as shares of the time line; start -1 where the row has no times. */
  readonly starts: string;
  readonly lengths: string;
  /** Int32: the first step to go to; -1 for none. */
  readonly steps: string;
  /** Uint32: names the rows, the same when spans come between them. */
  readonly ids: string;
  /** Of the time line; null when no row has times. */
  readonly seconds: number | null;
}

export const TREE_OPERATIONS = ['agent', 'model', 'tool', 'turn', 'retrieval', 'other'] as const;
/** Bit of a row's `kinds`. */
export const TREE_ERROR = 0x80;

export interface TreeRowJson {
  readonly name: string;
  /** Null for a stage. */
  readonly spanId: string | null;
}

export interface TreeRowsJson {
  readonly version: string;
  readonly from: number;
  readonly rows: readonly TreeRowJson[];
}
