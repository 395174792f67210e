/**
 * Keeps of a model's answer what it may say: claims about steps that it was shown, whose quotes stand in those steps. The rest is
 * dropped and counted. A statement is kept with its checked quote or not at all.
 */
import type { Cited, Evidence, Opinion, StageLabel, StepTreeNodeJson, StepVerdict } from '@tracewright/core';
import type { RunContext } from '../detect/context.ts';
import { findQuote } from './find-quote.ts';
import type { RawOpinion } from './opinion-schema.ts';

type Checked = Pick<Opinion, 'onset' | 'stages' | 'rootCause' | 'verdicts' | 'dropped'>;

export function checkOpinion(
  raw: RawOpinion,
  { steps }: RunContext,
  tree: readonly StepTreeNodeJson[],
  shown: ReadonlySet<number>,
): Checked {
  const dropped = { quotes: 0, steps: 0, values: 0 };
  const isShown = (step: number): boolean => {
    if (shown.has(step)) return true;
    dropped.steps += 1;
    return false;
  };
  const isWithin = (value: number, from: number, to: number): boolean => {
    if (value >= from && value <= to) return true;
    dropped.values += 1;
    return false;
  };
  const cite = ({ step, quote }: { step: number; quote: string }): Cited | undefined => {
    if (!isShown(step)) return undefined;
    const judged = steps[step];
    const found: Evidence | undefined = judged === undefined ? undefined : findQuote(judged, quote);
    if (found === undefined) {
      dropped.quotes += 1;
      return undefined;
    }
    return { stepIndex: step, evidence: [found] };
  };

  const verdicts: StepVerdict[] = [];
  const judged = new Set<number>();
  for (const { verdict, deviationType, reasoning, reward, step, quote } of raw.verdicts) {
    if (!isWithin(reward, -1, 1)) continue;
    // Nothing is held against a correct step: no quote need show it.
    const isPlain = verdict === 'correct' && quote.trim() === '';
    const cited = isPlain
      ? isShown(step)
        ? { stepIndex: step, evidence: [] }
        : undefined
      : cite({ step, quote });
    if (cited === undefined) continue;
    if (judged.has(step)) dropped.values += 1;
    else verdicts.push({ ...cited, verdict, deviationType, reasoning, reward });
    judged.add(step);
  }

  const isJudged =
    (stage: number, kind: StepVerdict['verdict']) =>
    (step: number): boolean => {
      const isKept =
        tree[step]?.stage === stage &&
        verdicts.some(({ stepIndex, verdict }) => stepIndex === step && verdict === kind);
      if (!isKept) dropped.steps += 1;
      return isKept;
    };
  const lastStage = tree.at(-1)?.stage ?? -1;
  const stages: StageLabel[] = raw.stages
    .filter(({ stage }) => isWithin(stage, 0, lastStage))
    .map(({ stage, incorrectSteps, unusefulSteps, reasoning }) => ({
      stage,
      incorrectSteps: incorrectSteps.filter(isJudged(stage, 'incorrect')),
      unusefulSteps: unusefulSteps.filter(isJudged(stage, 'unuseful')),
      reasoning,
    }));

  const { onset } = raw;
  const onsetCited = raw.hasOnset && isWithin(onset.confidence, 0, 1) ? cite(onset) : undefined;
  return {
    onset:
      onsetCited === undefined
        ? null
        : {
            ...onsetCited,
            // Who took the step is known; the model need not be believed.
            agent: steps[onset.step]?.step.agent ?? null,
            category: onset.category,
            reasoning: onset.reasoning,
            confidence: onset.confidence,
            alternatives: onset.alternatives.flatMap((alternative) => {
              const cited = cite(alternative);
              return cited === undefined ? [] : [{ ...cited, reasoning: alternative.reasoning }];
            }),
          },
    stages,
    rootCause: {
      rootCauseChain: raw.rootCauseChain.flatMap((link) => {
        const cited = cite(link);
        return cited === undefined ? [] : [{ ...cited, claim: link.claim }];
      }),
      criticalDecisionPoints: raw.criticalDecisionPoints.flatMap((point) => {
        const cited = cite(point);
        const { decision, shouldHave } = point;
        return cited === undefined ? [] : [{ ...cited, decision, shouldHave }];
      }),
      correctStrategy: raw.correctStrategy,
      summary: raw.summary,
    },
    verdicts,
    dropped,
  };
}
