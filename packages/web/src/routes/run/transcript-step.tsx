import { memo, type ReactNode } from 'react';
import type { FindingJson, StepJson } from '@tracewright/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { FoldedText } from '../../components/folded-text.tsx';
import { Icon } from '../../components/icon.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import {
  formatCost,
  formatDuration,
  formatShare,
  formatShortCount,
  formatTime,
  secondsBetween,
} from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import type { Quote } from '../../text/quotes.ts';
import { nameStep, type RunModel } from './run-model.ts';
import { StepAction } from './step-action.tsx';
import { OUTPUT_LIMITS, PROSE_LIMITS } from './text-limits.ts';

const NAME_LENGTH = 200;
/** Deeper sub-agents are not indented any further. */
const DEPTH_SHOWN = 3;
const NO_FINDINGS: readonly FindingJson[] = [];
const NO_QUOTES: readonly Quote[] = [];

const ROLE_NAME = { agent: 'Agent', user: 'User', environment: 'Environment' } as const;
const STATUS_NAME = { ok: 'Result', error: 'Error', unknown: 'Result' } as const;

interface TranscriptStepProps {
  readonly step: StepJson;
  readonly before: StepJson | undefined;
  readonly model: RunModel;
  readonly isCurrent: boolean;
  readonly activeFinding: string | undefined;
  readonly onOpenSpan: (spanId: string) => void;
  readonly onReplay: (step: number) => void;
}

/** One step: who, what it thought, what it did, what came back, and what is wrong with it. */
export const TranscriptStep = memo(function TranscriptStep(props: TranscriptStepProps): ReactNode {
  const { step, model, isCurrent, activeFinding } = props;
  const findings = model.findingsByStep.get(step.index) ?? NO_FINDINGS;
  const quotes = model.quotesByStep.get(step.index) ?? NO_QUOTES;
  const isOnset = model.onset?.stepIndex === step.index;
  const name = toPlainText((step.agent ?? ROLE_NAME[step.role]).slice(0, NAME_LENGTH));
  return (
    <article
      id={`step-${step.index}`}
      tabIndex={-1}
      className="step"
      aria-label={`Step ${step.index}, ${name}, ${toPlainText(nameStep(step).slice(0, NAME_LENGTH))}${isOnset ? ', likeliest onset' : ''}`}
      aria-posinset={step.index + 1}
      aria-setsize={model.steps.length}
      aria-current={isCurrent ? 'step' : undefined}
      data-depth={Math.min(step.depth, DEPTH_SHOWN)}
      data-onset={isOnset}
      data-current={isCurrent}
    >
      <a
        className="step-index mono number"
        href={`#step-${step.index}`}
        aria-label={`Link to step ${step.index}`}
      >
        {step.index}
      </a>
      <div className="step-body">
        <StepHead {...props} name={name} isOnset={isOnset} />
        {findings.map((finding) => (
          <StepFinding key={finding.id} finding={finding} isActive={finding.id === activeFinding} />
        ))}
        {step.thought !== null && step.thought.trim() !== '' && (
          <div className="step-part step-thought">
            {(step.action.tool !== null || step.action.text !== null) && (
              <span className="step-label">Thought</span>
            )}
            <FoldedText
              text={step.thought}
              face="prose"
              limits={PROSE_LIMITS}
              quotes={quotes}
              activeFinding={activeFinding}
              what="thought"
            />
          </div>
        )}
        <StepAction action={step.action} quotes={quotes} activeFinding={activeFinding} />
        {isEmpty(step) && <p className="muted">no text</p>}
        {step.observation !== null && (
          <div className="step-part step-observation" data-status={step.observation.status}>
            <span className="step-label">{STATUS_NAME[step.observation.status]}</span>
            {step.observation.text === '' ? (
              <span className="muted">empty</span>
            ) : (
              <FoldedText
                text={step.observation.text}
                face="output"
                limits={OUTPUT_LIMITS}
                quotes={quotes}
                activeFinding={activeFinding}
                what="result"
              />
            )}
          </div>
        )}
      </div>
    </article>
  );
});

/** A message of which the log keeps only that there was one. */
function isEmpty({ thought, action, observation }: StepJson): boolean {
  return (
    [thought, action.text].every((text) => (text ?? '').trim() === '') &&
    action.tool === null &&
    observation === null
  );
}

interface StepHeadProps extends TranscriptStepProps {
  readonly name: string;
  readonly isOnset: boolean;
}

function StepHead({ step, before, model, onOpenSpan, onReplay, name, isOnset }: StepHeadProps): ReactNode {
  const seconds = secondsBetween(step.startTime, step.endTime);
  const tokens = (step.inputTokens ?? 0) + (step.outputTokens ?? 0);
  const isNewMinute =
    step.startTime !== null && step.startTime.slice(0, 16) !== before?.startTime?.slice(0, 16);
  const link = `${window.location.origin}${window.location.pathname}#step-${step.index}`;
  return (
    <header className="step-head">
      <span className="step-who trace-text" data-role={step.role}>
        {name}
      </span>
      {step.action.tool !== null && (
        <code className="step-tool trace-text">{toPlainText(step.action.tool.slice(0, NAME_LENGTH))}</code>
      )}
      {step.role === 'agent' && step.action.tool !== null && (
        <span className="step-kind" data-kind={step.kind}>
          {step.kind}
        </span>
      )}
      {isOnset && <span className="step-onset">Likeliest onset</span>}
      {isOnset && (
        <button type="button" className="text-button" onClick={() => onReplay(step.index)}>
          Replay from here
        </button>
      )}
      <span className="step-meta number">
        {step.model !== null && step.model !== model.run.model && (
          <span className="trace-text">{toPlainText(step.model)}</span>
        )}
        {tokens > 0 && (
          <span title={`${step.inputTokens ?? 0} in, ${step.outputTokens ?? 0} out`}>
            {formatShortCount(tokens)} tokens
          </span>
        )}
        {step.costUsd !== null && <span>{formatCost(step.costUsd)}</span>}
        {seconds !== null && seconds > 0 && <span>{formatDuration(seconds)}</span>}
        {isNewMinute && (
          <time dateTime={step.startTime ?? undefined}>{formatTime(step.startTime).slice(-5)}</time>
        )}
        <span className="step-tools">
          <CopyButton text={link} what={`link to step ${step.index}`} icon="link" />
          {step.role === 'agent' && (
            <button
              type="button"
              className="icon-button icon-button-small"
              aria-label={`Replay from before step ${step.index}`}
              title="Replay from before this step"
              onClick={() => onReplay(step.index)}
            >
              <Icon name="replay" />
            </button>
          )}
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-label={`Recorded span of step ${step.index}`}
            title="Recorded span"
            onClick={() => onOpenSpan(step.spanId)}
          >
            <Icon name="raw" />
          </button>
        </span>
      </span>
    </header>
  );
}

function StepFinding({
  finding,
  isActive,
}: {
  readonly finding: FindingJson;
  readonly isActive: boolean;
}): ReactNode {
  return (
    <p
      className="step-finding"
      data-severity={finding.severity}
      data-finding={finding.id}
      aria-current={isActive}
    >
      <SeverityMark severity={finding.severity} />
      <span className="step-finding-message trace-text" dir="auto">
        {toPlainText(finding.message)}
      </span>
      <span className="step-finding-by number">{formatShare(finding.confidence)}</span>
    </p>
  );
}
