import './onset-panel.css';
import type { ReactNode } from 'react';
import { HumanOnsets } from './annotate/human-onsets.tsx';
import type { RunModel } from './run-model.ts';
import { describeStepAt, nameStepAt } from './run-model.ts';
import type { Navigation } from './use-navigation.ts';
import { FindingEvidence } from './finding-evidence.tsx';
import { describeConfidence, formatCount, formatShare } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';

const CANDIDATES = 4;
const MESSAGE_LENGTH = 140;

interface PanelProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
}

const TITLE = {
  failure: 'Where it went wrong',
  unknown: 'Where it may have gone wrong',
  success: 'Where to look, though it succeeded',
} as const;

/** The answer the page is for, before any click: the likeliest first wrong step, on what evidence, and what else it could be. */
export function OnsetPanel({ model, navigation }: PanelProps): ReactNode {
  const { status } = model.run.outcome;
  if (model.onset === null) return <NoOnset model={model} navigation={navigation} />;
  const { stepIndex, agent, confidence } = model.onset;
  const finding = model.onsetFinding;
  return (
    <section className={`onset onset-${status}`} aria-labelledby="onset-title">
      <div className="onset-main">
        <h2 id="onset-title" className="onset-label">
          {TITLE[status]}
        </h2>
        <p className="onset-step">
          <a
            href={`#step-${stepIndex}`}
            onClick={(event) => {
              event.preventDefault();
              navigation.goToOnset();
            }}
          >
            Step {stepIndex}
          </a>
          <span className="onset-by trace-text">
            {[agent, nameStepAt(model, stepIndex)]
              .filter((part) => part !== null && part !== undefined)
              .map(toPlainText)
              .join(', ')}
          </span>
          <span className="onset-confidence number">
            {describeConfidence(confidence)}, {formatShare(confidence)}
          </span>
        </p>
        {finding === undefined ? (
          <p className="muted">No finding at this step; it stands first in the ranking.</p>
        ) : (
          <>
            <p className="onset-message trace-text" dir="auto">
              {toPlainText(finding.message)}
            </p>
            <FindingEvidence finding={finding} model={model} navigation={navigation} limit={2} />
            {finding.fix !== null && (
              <p className="onset-fix trace-text" dir="auto">
                {toPlainText(finding.fix)}
              </p>
            )}
          </>
        )}
      </div>
      <Candidates heading="h3" title="Next likeliest" model={model} navigation={navigation} />
      <HumanOnsets model={model} navigation={navigation} />
    </section>
  );
}

interface CandidatesProps extends PanelProps {
  readonly heading: 'h2' | 'h3';
  readonly title: string;
}

/** What else it could be, with how likely each is. */
function Candidates({ heading: Heading, title, model, navigation }: CandidatesProps): ReactNode {
  const others = model.ranked
    .filter(({ stepIndex }) => stepIndex !== model.onset?.stepIndex)
    .slice(0, CANDIDATES);
  if (others.length === 0) return null;
  return (
    <div className="onset-others">
      <Heading className="onset-label">{title}</Heading>
      <ol>
        {others.map((candidate) => (
          <Candidate key={candidate.stepIndex} candidate={candidate} model={model} navigation={navigation} />
        ))}
      </ol>
    </div>
  );
}

interface CandidateProps extends PanelProps {
  readonly candidate: { readonly stepIndex: number; readonly score: number };
}

function Candidate({ candidate: { stepIndex, score }, model, navigation }: CandidateProps): ReactNode {
  const [finding] = model.findingsByStep.get(stepIndex) ?? [];
  const reason = finding?.message ?? describeStepAt(model, stepIndex);
  return (
    <li className="onset-candidate">
      <a
        href={`#step-${stepIndex}`}
        onClick={(event) => {
          event.preventDefault();
          if (finding === undefined) navigation.goToStep(stepIndex);
          else navigation.goToFinding(finding.id);
        }}
      >
        Step {stepIndex}
      </a>
      <span className="number muted">{formatShare(score)}</span>
      <span className="onset-reason trace-text" dir="auto">
        {toPlainText(reason.slice(0, MESSAGE_LENGTH))}
      </span>
    </li>
  );
}

/** Says plainly that there is no onset and why, and where to look all the same. */
function NoOnset({ model, navigation }: PanelProps): ReactNode {
  const { run, findings, hasOnlyStep } = model;
  const reason = findings.find(({ category }) => category === 'no-onset');
  const count =
    findings.length === 0
      ? 'There are no findings.'
      : findings.length === 1
        ? '1 finding, and it is no likely onset.'
        : `${formatCount(findings.length)} findings, none of them a likely onset.`;
  const text = {
    failure: `The run failed, but nothing in it points at a first wrong step. ${count}`,
    unknown: `Nothing in the run points at a wrong step. ${count}`,
    success: `The run succeeded. ${count}`,
  }[run.outcome.status];
  return (
    <section className={`onset onset-none onset-${run.outcome.status}`} aria-label="Where it went wrong">
      <div className="onset-main">
        <p>{run.steps === 0 ? 'The run has no steps.' : hasOnlyStep ? sayOnlyStep(run) : text}</p>
        {reason !== undefined && (
          <>
            <p className="onset-message trace-text" dir="auto">
              {toPlainText(reason.message)}
            </p>
            <FindingEvidence finding={reason} model={model} navigation={navigation} limit={1} />
          </>
        )}
      </div>
      {run.outcome.status !== 'success' && !hasOnlyStep && (
        <Candidates
          heading="h2"
          title={run.outcome.status === 'failure' ? 'Likeliest all the same' : 'If it failed all the same'}
          model={model}
          navigation={navigation}
        />
      )}
      <HumanOnsets model={model} navigation={navigation} />
    </section>
  );
}

function sayOnlyStep({ steps, outcome: { status } }: RunModel['run']): string {
  const count = steps === 1 ? 'has one step' : 'has one step of an agent';
  const outcome = { failure: 'failed and ', unknown: '', success: 'succeeded and ' }[status];
  return `The run ${outcome}${count}; nothing in it stands out.`;
}
