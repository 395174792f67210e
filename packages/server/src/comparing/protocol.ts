/** What is said between the thread that answers requests and the one that compares runs. */
import type { Attempt, AttemptOf, Comparison, FlowProfile, GroupMember } from '@tracewright/analysis';
import type {
  GroupComparisonJson,
  MapLevel,
  Outcome,
  PatternsJson,
  ProcessMapJson,
  Step,
} from '@tracewright/core';

/** What a comparison is made of, sent in parts; then the comparison that is wanted. */
export type ToThread =
  | { readonly kind: 'attempts'; readonly side: 'now' | 'before'; readonly part: readonly Attempt[] }
  | { readonly kind: 'members'; readonly part: readonly GroupMember[] }
  | { readonly kind: 'steps'; readonly side: 'a' | 'b'; readonly part: readonly Step[] }
  | { readonly kind: 'flows'; readonly part: readonly AttemptOf<FlowProfile>[] }
  | { readonly kind: 'patterns'; readonly hasBefore: boolean }
  | { readonly kind: 'group' }
  | { readonly kind: 'pair'; readonly outcomes: readonly [a: Outcome, b: Outcome] }
  | { readonly kind: 'map'; readonly level: MapLevel };

export interface Answers {
  readonly patterns: PatternsJson;
  readonly group: Omit<GroupComparisonJson, 'runs'>;
  readonly pair: Comparison;
  readonly map: ProcessMapJson;
}
