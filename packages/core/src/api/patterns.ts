/** What runs share: the question and the answer of `tracewright patterns` and of the page of patterns. */
import type { Evidence } from '../finding.ts';

export interface PatternsRequest {
  /** The runs looked at; all when absent. */
  readonly where?: string;
  /** The runs they are compared with, such as those before a release. */
  readonly against?: string;
}

/** How many have it, of how many. */
export interface ShareJson {
  readonly with: number;
  readonly of: number;
}

/** Where something shows: a step of a run, quoted. */
export interface PlaceJson {
  readonly runId: string;
  readonly stepIndex: number | null;
  readonly evidence: readonly Evidence[];
}

/** An exact conditional test of a common odds ratio over tasks. */
export interface ExactTestJson {
  /** Mantel-Haenszel; null where it is infinite, or where no task tells anything (then `smallestP` is 1). */
  readonly oddsRatio: number | null;
  /** 95 %, exact; null where there is no bound. */
  readonly interval: readonly [low: number | null, high: number | null];
  /** Two-sided, exact. */
  readonly p: number;
  /** The smallest p these runs could have given, whatever the outcomes. */
  readonly smallestP: number;
  /** Corrected by Benjamini and Hochberg, and by Holm; 1 where the test could not have come out. */
  readonly q: number;
  readonly holm: number;
  readonly isTestable: boolean;
  /** The odds ratios nearest to 1 that would have survived correction with a power of 80 %; null where none would. */
  readonly detectable: { readonly above: number | null; readonly below: number | null };
}

export interface ContrastJson extends ExactTestJson {
  readonly id: string;
  readonly family: string;
  /** As it reads after "the run". */
  readonly label: string;
  /** Other traits that show in exactly the same attempts. */
  readonly same: readonly string[];
  /** What it marks, where that survives correction: the only claim made. */
  readonly marks: 'failure' | 'success' | null;
  /** Within tasks of which some attempts failed and others passed. */
  readonly failing: ShareJson;
  readonly passing: ShareJson;
  /** Tasks in which only failing attempts have the trait, and only passing ones. */
  readonly onlyFailing: number;
  readonly onlyPassing: number;
  /** All attempts at all tasks together: a warning, not a result. */
  readonly pooled: { readonly failing: ShareJson; readonly passing: ShareJson; readonly p: number };
  /** Pooled it would look like a result, and within tasks it is none or the contrary. */
  readonly isConfounded: boolean;
  /** Attempts that have it, first those whose task tells something. */
  readonly examples: { readonly failing: readonly PlaceJson[]; readonly passing: readonly PlaceJson[] };
}

export interface LabelCountsJson {
  readonly lacking: number;
  readonly present: number;
  readonly notApplicable: number;
}

/** A capability as TRACE (arXiv 2604.05336) measures it, with the difference within tasks beside it. */
export interface CapabilityJson {
  readonly id: string;
  readonly title: string;
  /** When a run counts as lacking it. */
  readonly lacking: string;
  readonly failing: LabelCountsJson;
  readonly passing: LabelCountsJson;
  /** Share of the failing runs that lack it. */
  readonly coverage: number;
  /** ER- minus ER+: share lacking it among failing runs that need it, less the same among passing runs; null where either is empty. */
  readonly delta: number | null;
  /** 95 %, by bootstrap over tasks. */
  readonly deltaInterval: readonly [number, number] | null;
  /** Share of the resamples in which coverage and delta reach TRACE's thresholds. */
  readonly stability: number;
  /** TRACE would train it. Pooled over tasks: read it beside `within`. */
  readonly isDeficit: boolean;
  readonly within: ExactTestJson & {
    readonly failing: ShareJson;
    readonly passing: ShareJson;
    readonly isClaimed: boolean;
  };
  readonly examples: readonly PlaceJson[];
}

export interface ClusterJson {
  /** Made of what marks it off, in words. */
  readonly name: string;
  readonly runs: number;
  /** The run nearest to all others of it, at its likeliest onset. */
  readonly example: PlaceJson;
  readonly runIds: readonly string[];
  /** What more of its runs have than of the other failed runs, most telling first. */
  readonly features: readonly {
    readonly label: string;
    readonly inside: ShareJson;
    readonly outside: ShareJson;
  }[];
}

export interface CategoryJson {
  readonly id: string;
  readonly name: string;
  readonly meaning: string;
  readonly failing: number;
  readonly passing: number;
}

export interface RunCountsJson {
  readonly runs: number;
  readonly success: number;
  readonly failure: number;
  readonly unknown: number;
  readonly tasks: number;
  /** Tasks of which some attempts failed and others passed. */
  readonly mixedTasks: number;
}

/** How often something is so after and before. */
export interface ChangeJson extends ExactTestJson {
  readonly id: string;
  readonly family: string;
  readonly label: string;
  readonly after: ShareJson;
  readonly before: ShareJson;
  /** Share after less share before, the mean over tasks where tasks are matched. */
  readonly difference: number;
  /** 95 %. */
  readonly differenceInterval: readonly [number, number] | null;
  /** Null unless it survives correction. */
  readonly direction: 'more' | 'fewer' | null;
}

export interface TrendJson {
  readonly before: RunCountsJson;
  readonly after: RunCountsJson;
  /** Tasks with runs on both sides. */
  readonly matchedTasks: number;
  /** Compared within tasks. If not, the two sets may differ in their tasks as much as in anything else. */
  readonly isPaired: boolean;
  /** Runs that are in both sets: they count as before only. */
  readonly overlap: number;
  /** Runs left out because their task has no run on the other side. */
  readonly unmatched: { readonly before: number; readonly after: number };
  /** Failed, of those with a known outcome. */
  readonly outcome: ChangeJson;
  readonly changes: readonly ChangeJson[];
}

export interface PatternsJson {
  readonly counts: RunCountsJson;
  /** Too few tasks were attempted several times by one agent: contrasts compare different agents, too. */
  readonly acrossAgents: boolean;
  /** The level of q at which something is claimed. */
  readonly level: number;
  readonly tested: number;
  /** Traits that no outcome of these runs could have made significant; not counted against the others. */
  readonly untestable: number;
  /** Most certain first; at most 200. */
  readonly contrasts: readonly ContrastJson[];
  readonly capabilities: readonly CapabilityJson[];
  /** Of the failed runs, largest first. */
  readonly clusters: readonly ClusterJson[];
  /** Mean silhouette of the clustering, -1 to 1; null where there is none. Below 0.25 there are no clear groups. */
  readonly silhouette: number | null;
  readonly taxonomy: { readonly agentRx: readonly CategoryJson[]; readonly kinds: readonly CategoryJson[] };
  readonly trend: TrendJson | null;
}
