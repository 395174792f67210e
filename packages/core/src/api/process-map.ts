/** Many runs as one picture: the question and the answer of `tracewright map` and of the page Map. */
import type { ContrastJson, RunCountsJson } from './patterns.ts';
import type { RunJson } from './shapes.ts';

/**
 * What a node stands for: a tool; a tool with the program that its command line runs; what a step does (explore, change,
 * check, say); a stretch of a run in which that is steady.
 */
export const MAP_LEVELS = ['tools', 'programs', 'kinds', 'stages'] as const;
export type MapLevel = (typeof MAP_LEVELS)[number];

export interface ProcessMapRequest {
  /** The runs looked at; all when absent. */
  readonly where?: string;
  /** `tools` when absent. */
  readonly level?: string;
}

/** In how many runs something happens, and how those ended. */
export interface RunShareJson {
  readonly runs: number;
  readonly success: number;
  readonly failure: number;
  readonly unknown: number;
  /** Failed, of those with a known outcome; null where none is known. Pooled over tasks: it describes and claims nothing. */
  readonly failureRate: number | null;
  /** 95 %, by Wilson. */
  readonly failureInterval: readonly [low: number, high: number] | null;
}

/** `start` and `end` are where runs begin and end; `other` holds what is too rare to be shown by itself. */
export const MAP_NODE_KINDS = [
  'start',
  'end',
  'other',
  'tool',
  'message',
  'person',
  'environment',
  'explore',
  'change',
  'check',
] as const;
export type MapNodeKind = (typeof MAP_NODE_KINDS)[number];

export interface MapNodeJson extends RunShareJson {
  readonly id: string;
  readonly kind: MapNodeKind;
  readonly label: string;
  /** Where it is not the main agent of its runs. */
  readonly agent: string | null;
  /** Steps; at the level of stages stretches. Of `start` and `end` the threads that begin and end there. */
  readonly times: number;
  /** Steps whose result shows a failure. */
  readonly errors: number;
}

export interface MapEdgeJson extends RunShareJson {
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  /** How often the one came right after the other. */
  readonly times: number;
  /** From one agent to another. */
  readonly isHandover: boolean;
}

export interface ProcessMapJson {
  readonly level: MapLevel;
  readonly counts: RunCountsJson;
  /** Most runs first. */
  readonly nodes: readonly MapNodeJson[];
  readonly edges: readonly MapEdgeJson[];
  /** Kinds of nodes thrown together as `other`, and edges left out: the rarest. */
  readonly folded: { readonly nodes: number; readonly edges: number };
  /** What separates failing from passing attempts at the same task. */
  readonly separation: {
    /** Most certain first, at most 200; the ids of what each is about are those of `about`. */
    readonly contrasts: readonly MapContrastJson[];
    readonly tested: number;
    readonly untestable: number;
    readonly acrossAgents: boolean;
    /** The level of q at which something is claimed. */
    readonly level: number;
  };
}

/** A contrast, with the edges and nodes that it is about: several where they show in exactly the same attempts. */
export interface MapContrastJson extends ContrastJson {
  readonly about: readonly MapPlaceJson[];
}

/** A node, or an edge. */
export type MapPlaceJson = { readonly node: string } | { readonly from: string; readonly to: string };

export interface MapRunsRequest extends ProcessMapRequest {
  /** An edge, by its ends. */
  readonly from?: string;
  readonly to?: string;
  /** Or a node. */
  readonly node?: string;
  /** `success`, `failure` or `unknown`; all when absent. */
  readonly outcome?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** A run that takes the edge or the node. */
export interface MapRunJson {
  readonly run: RunJson;
  /** Where it first happens. */
  readonly stepIndex: number | null;
  readonly times: number;
}

export interface MapRunsResponse {
  /** By their ids. */
  readonly runs: readonly MapRunJson[];
  readonly next: string | null;
}

/** How many runs of a map that is being made are read; both 0 when none is. */
export interface MapProgressJson {
  readonly done: number;
  readonly total: number;
}
