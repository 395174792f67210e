import type { ComparisonJson } from '@tracewright/core';
import { alignSteps } from './align-steps.ts';
import { buildSegments } from './build-segments.ts';
import { compareOutcomes, type EndedRun } from './compare-outcomes.ts';
import { labelContamination } from './contamination-label.ts';
import { describeStructure, findAnswer, LENGTH_SHARE } from './describe-structure.ts';
import { findFirstDivergence } from './find-divergence.ts';
import { findSeparatingStep } from './find-separating-step.ts';

export type Comparison = Omit<ComparisonJson, 'runs'>;

/**
 * Where two runs part, how they go on, and what that changed: how they went and what came of it are told apart. The outcome
 * is used on purpose, and only to say whether it changed and which of the two runs failed.
 *
 * Time and memory: see `alignSignatures`.
 */
export function compareRuns(a: EndedRun, b: EndedRun): Comparison {
  const { aligned, isExact } = alignSteps(a.steps, b.steps);
  const firstDivergence = findFirstDivergence(aligned, a.steps, b.steps);
  const segments = buildSegments(aligned, a.steps, b.steps);
  const structure = describeStructure(aligned, segments, a.steps, b.steps);
  const outcome = compareOutcomes(a, b);
  return {
    aligned,
    firstDivergence: firstDivergence ?? null,
    separatingStep: separate(a, b, { aligned, firstDivergence }),
    segments,
    structure,
    outcome,
    contaminationLabel: labelContamination({
      structure,
      isExtended: b.steps.length >= (1 + LENGTH_SHARE) * a.steps.length,
      isTerminatedEarly: structure.kind === 'early-termination',
      hasAnswer: (b.answer ?? findAnswer(b.steps)) !== undefined,
      isAnswerChanged: outcome.answer === 'changed',
    }),
    isExact,
  };
}

function separate(
  a: EndedRun,
  b: EndedRun,
  {
    aligned,
    firstDivergence,
  }: {
    readonly aligned: Comparison['aligned'];
    readonly firstDivergence: Comparison['firstDivergence'] | undefined;
  },
): Comparison['separatingStep'] {
  const divergence = firstDivergence ?? undefined;
  const [statusA, statusB] = [a.outcome.status, b.outcome.status];
  if (statusA === 'success' && statusB === 'failure')
    return findSeparatingStep(aligned, a.steps, b.steps, divergence) ?? null;
  if (statusA !== 'failure' || statusB !== 'success') return null;
  const mirrored = aligned.map(({ a: left, b: right, difference }) => ({ a: right, b: left, difference }));
  const mirroredDivergence =
    divergence === undefined ? undefined : { ...divergence, a: divergence.b, b: divergence.a };
  return findSeparatingStep(mirrored, b.steps, a.steps, mirroredDivergence) ?? null;
}
