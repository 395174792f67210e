import type { ReactNode } from 'react';
import type { Agreement, Opinion } from '@tracewright/core';
import { Disclosure } from '../../design/disclosure.tsx';
import { formatCost, formatCount, formatShare } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { FindingEvidence } from './finding-evidence.tsx';
import type { RunModel } from './run-model.ts';
import type { Navigation } from './use-navigation.ts';

interface OpinionViewProps {
  readonly opinion: Opinion;
  readonly model: RunModel;
  readonly navigation: Navigation;
}

const AGREEMENTS: Readonly<Record<Agreement, string>> = {
  'same-step': 'agrees with ours',
  'within-2': 'within two steps of ours',
  'same-agent': 'another step of the same agent',
  different: 'differs from ours',
  'not-compared': 'nothing to compare',
};

/** One model's answer: where, why, what it should have been, and what of it was not kept. */
export function OpinionView({ opinion, model, navigation }: OpinionViewProps): ReactNode {
  const { onset, rootCause, agreement } = opinion;
  const [kept] = opinion.findings.filter(({ category }) => category === 'opinion-onset');
  const finding = model.findings.find(({ id }) => id === kept?.id);
  return (
    <div className="opinion-answer">
      <p className="opinion-head">
        <b className="trace-text">{toPlainText(opinion.model)}</b>
        {onset === null ? (
          <span>shows no step where it went wrong</span>
        ) : (
          <>
            <StepLink step={onset.stepIndex} navigation={navigation} />
            <span className="trace-text">{toPlainText(onset.category)}</span>
            <span className="muted number">it says {formatShare(onset.confidence)}</span>
          </>
        )}
        <span className={`opinion-agreement opinion-${agreement}`}>{AGREEMENTS[agreement]}</span>
      </p>
      {onset !== null && (
        <p className="trace-text" dir="auto">
          {toPlainText(onset.reasoning)}
        </p>
      )}
      {finding !== undefined && (
        <FindingEvidence finding={finding} model={model} navigation={navigation} limit={1} />
      )}
      <Disclosure summary="Cause and what should have been done">
        <p className="trace-text" dir="auto">
          {toPlainText(rootCause.summary)}
        </p>
        <ol className="opinion-chain">
          {rootCause.rootCauseChain.map(({ stepIndex, claim }) => (
            <li key={`${stepIndex} ${claim}`}>
              <StepLink step={stepIndex} navigation={navigation} />{' '}
              <span className="trace-text">{toPlainText(claim)}</span>
            </li>
          ))}
          {rootCause.criticalDecisionPoints.map(({ stepIndex, decision, shouldHave }) => (
            <li key={`${stepIndex} ${decision}`}>
              <StepLink step={stepIndex} navigation={navigation} />{' '}
              <span className="trace-text">
                {toPlainText(decision)} Instead: {toPlainText(shouldHave)}
              </span>
            </li>
          ))}
        </ol>
        <p className="trace-text" dir="auto">
          {toPlainText(rootCause.correctStrategy)}
        </p>
      </Disclosure>
      <p className="muted">{describeReading(opinion)}</p>
    </div>
  );
}

function StepLink({
  step,
  navigation,
}: {
  readonly step: number;
  readonly navigation: Navigation;
}): ReactNode {
  return (
    <a
      href={`#step-${step}`}
      onClick={(event) => {
        event.preventDefault();
        navigation.goToStep(step);
      }}
    >
      Step {step}
    </a>
  );
}

function describeReading({ reading, usage, dropped }: Opinion): string {
  const notKept = dropped.quotes + dropped.steps + dropped.values;
  const parts = [
    `${formatCount(reading.stepsShown)} of ${formatCount(reading.steps)} steps read`,
    ...(reading.isWithMemory ? ['with notes on earlier runs'] : []),
    usage.costUsd === null ? 'no price known' : formatCost(usage.costUsd),
    notKept === 0
      ? 'every claim was found in the trace'
      : `${formatCount(notKept)} ${notKept === 1 ? 'claim was' : 'claims were'} not kept: not found in the trace`,
  ];
  return `${parts.join('; ')}.`;
}
