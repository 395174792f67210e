import type { StepView } from './step-view.ts';

/** Features are learnt and left out by family. */
export type FeatureFamily = 'place' | 'act' | 'agent' | 'content' | 'language' | 'evidence';

/** One thing about a step, as a number from 0 to 1. A pure function; never sees the outcome. */
export interface Feature {
  /** Kebab-case; weights are kept by it. */
  readonly name: string;
  readonly family: FeatureFamily;
  /** Completes "it ..."; shown as a reason when the feature speaks for the step. */
  readonly meaning: string;
  readonly read: (view: StepView) => number;
  /** Finds in the text what the feature saw, where one place shows it. */
  readonly pattern?: RegExp;
}

/** 1 for yes. */
export function flag(isTrue: boolean): number {
  return isTrue ? 1 : 0;
}

/** A feature that tells whether a pattern occurs in what the step says. */
export function saysFeature(name: string, meaning: string, pattern: RegExp): Feature {
  return { name, family: 'language', meaning, pattern, read: ({ text }) => flag(pattern.test(text)) };
}
