/**
 * What people say of a run. An annotation is a finding like any other, by the detector `human@1`, with who made it and when. It
 * stands beside what detectors say: nothing that diagnoses or predicts reads it.
 */
import type { OutcomeStatus } from './run.ts';

export const HUMAN_DETECTOR = 'human@1';

export const ANNOTATION_KINDS = ['onset', 'category', 'note', 'accept', 'reject', 'outcome'] as const;
/**
 * `onset`: the run first went wrong at this step. `category`: what is wrong with a step, or what a finding should have been called.
 * `accept`, `reject`: whether a finding is right. `outcome`: how the run ended.
 */
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** What a finding has besides when a person made it. */
export interface Annotation {
  readonly kind: AnnotationKind;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The finding that is judged, as it was then. */
  readonly about?: { readonly id: string; readonly detector: string; readonly category: string };
  /** Of an `outcome`. */
  readonly status?: OutcomeStatus;
}

/** A finding, or its JSON. */
interface MaybeAnnotated {
  readonly annotation?: Annotation;
}
export type Annotated<F extends MaybeAnnotated> = F & { readonly annotation: Annotation };

export function isAnnotation<F extends MaybeAnnotated>(finding: F): finding is Annotated<F> {
  return finding.annotation !== undefined;
}

/** The latest verdict on each finding, by the finding's id. */
export function findVerdicts<F extends MaybeAnnotated>(
  findings: readonly F[],
): ReadonlyMap<string, Annotated<F>> {
  const verdicts = new Map<string, Annotated<F>>();
  for (const finding of findings) {
    if (!isAnnotation(finding)) continue;
    const { kind, about, time } = finding.annotation;
    if (about === undefined || (kind !== 'accept' && kind !== 'reject')) continue;
    const before = verdicts.get(about.id);
    if (before === undefined || before.annotation.time <= time) verdicts.set(about.id, finding);
  }
  return verdicts;
}
