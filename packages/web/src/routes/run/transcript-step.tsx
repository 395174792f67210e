import { memo, type ReactNode } from 'react';
import type { FindingJson, StepJson, StepWindowJson } from '@tracewright/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { FoldedText } from '../../components/folded-text.tsx';
import { Icon } from '../../design/icon.tsx';
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
import { indentJson } from '../../text/indent-json.ts';
import type { Quote } from '../../text/quotes.ts';
import type { TextRange } from '../../text/text-range.ts';
import { FindingVerdict } from './annotate/finding-verdict.tsx';
import { StepMarks } from './annotate/step-marks.tsx';
import { nameStepAt, type RunModel } from './run-model.ts';
import { StepAction } from './step-action.tsx';
import { StepPictures } from './step-pictures.tsx';
import { OUTPUT_LIMITS, PROSE_LIMITS, THOUGHT_LIMITS } from './text-limits.ts';
import { linkTo } from './place.ts';
import { findRest, type RestOf } from './find-rest.ts';
import { outlinedStep, type RunOutline } from './windows/run-outline.ts';

const NAME_LENGTH = 200;
/** Deeper sub-agents are not indented any further. */
const DEPTH_SHOWN = 3;
const NO_FINDINGS: readonly FindingJson[] = [];
const NO_QUOTES: readonly Quote[] = [];

const ROLE_NAME = { agent: 'Agent', user: 'User', environment: 'Environment' } as const;
const STATUS_NAME = { ok: 'Result', error: 'Error', unknown: 'Result' } as const;

interface TranscriptStepProps {
  readonly index: number;
  /** Undefined until it is loaded. */
  readonly step: StepWindowJson | undefined;
  /** Kept while there is no step, px. */
  readonly height: number | undefined;
  readonly before: StepJson | undefined;
  readonly outline: RunOutline;
  readonly model: RunModel;
  readonly isCurrent: boolean;
  readonly activeFinding: string | undefined;
  /** Marked, when it is in this step. */
  readonly range: TextRange | undefined;
  readonly onOpenSpan: (spanId: string) => void;
  readonly onReplay: (step: number) => void;
}

/** One step: who, what it thought, what it did, what came back, and what is wrong with it. */
export const TranscriptStep = memo(function TranscriptStep(props: TranscriptStepProps): ReactNode {
  const { index, step, height, outline, model, isCurrent } = props;
  const isOnset = model.onset?.stepIndex === index;
  const known = outlinedStep(outline, index);
  const name = toPlainText((known?.agent ?? ROLE_NAME[known?.role ?? 'agent']).slice(0, NAME_LENGTH));
  const act = toPlainText((nameStepAt(model, index) ?? '').slice(0, NAME_LENGTH));
  return (
    <article
      id={`step-${index}`}
      tabIndex={-1}
      className="step"
      style={height === undefined ? undefined : { height }}
      aria-label={`Step ${index}, ${name}, ${act}${isOnset ? ', likeliest onset' : ''}`}
      aria-posinset={index + 1}
      aria-setsize={model.stepCount}
      aria-current={isCurrent ? 'step' : undefined}
      aria-busy={step === undefined}
      data-depth={Math.min(step?.depth ?? 0, DEPTH_SHOWN)}
      data-onset={isOnset ? model.run.outcome.status : undefined}
      data-current={isCurrent}
    >
      <a className="step-index mono number" href={`#step-${index}`} aria-label={`Link to step ${index}`}>
        {index}
      </a>
      <div className="step-body">
        {step === undefined ? (
          <header className="step-head">
            <span className="step-who trace-text" data-role={known?.role}>
              {name}
            </span>
            {known?.tool != null && <code className="step-tool trace-text">{act}</code>}
          </header>
        ) : (
          <StepContent {...props} step={step} name={name} isOnset={isOnset} />
        )}
      </div>
    </article>
  );
});

interface StepHeadProps extends TranscriptStepProps {
  readonly step: StepWindowJson;
  readonly name: string;
  readonly isOnset: boolean;
}

function StepContent(props: StepHeadProps): ReactNode {
  const { step, model, activeFinding, range } = props;
  const findings = model.findingsByStep.get(step.index) ?? NO_FINDINGS;
  const quotes = model.quotesByStep.get(step.index) ?? NO_QUOTES;
  const hasAct = step.action.tool !== null || step.action.text !== null;
  const output = step.observation?.text ?? '';
  const restOf: RestOf = (pointer) => findRest(model.run.runId, step, pointer);
  return (
    <>
      <StepHead {...props} />
      {findings.map((finding) => (
        <StepFinding
          key={finding.id}
          finding={finding}
          model={model}
          isActive={finding.id === activeFinding}
        />
      ))}
      <StepMarks step={step.index} model={model} />
      {step.thought !== null && step.thought.trim() !== '' && (
        <div className="step-part step-thought">
          {hasAct && <span className="step-label">Thought</span>}
          <FoldedText
            text={step.thought}
            rest={restOf('/thought')}
            face="prose"
            limits={hasAct ? THOUGHT_LIMITS : PROSE_LIMITS}
            quotes={quotes}
            activeFinding={activeFinding}
            range={range}
            part="thought"
            isMarkdown={step.role === 'agent'}
            what="thought"
          />
        </div>
      )}
      <StepAction
        action={step.action}
        isByAgent={step.role === 'agent'}
        restOf={restOf}
        quotes={quotes}
        activeFinding={activeFinding}
        range={range}
      />
      {step.pictures !== undefined && step.action.tool === null && (
        <StepPictures pictures={step.pictures} restOf={restOf} step={step.index} />
      )}
      {isEmpty(step) && <p className="muted">no text</p>}
      {step.observation !== null && (
        <div className="step-part step-observation" data-status={step.observation.status}>
          <span className="step-label">{STATUS_NAME[step.observation.status]}</span>
          {step.observation.text === '' ? (
            <span className="muted">empty</span>
          ) : (
            <FoldedText
              text={indentJson(output) ?? output}
              rest={restOf('/observation/text')}
              face="output"
              limits={OUTPUT_LIMITS}
              quotes={quotes}
              activeFinding={activeFinding}
              range={range}
              part="output"
              what="result"
            />
          )}
        </div>
      )}
      {step.pictures !== undefined && step.action.tool !== null && (
        <StepPictures pictures={step.pictures} restOf={restOf} step={step.index} />
      )}
    </>
  );
}

/** A run may name the provider before the model, where its steps do not. */
function isSameModel(model: string, ofRun: string | null): boolean {
  return model === ofRun || (ofRun?.endsWith(`/${model}`) ?? false);
}

/** A message of which the log keeps only that there was one. */
function isEmpty({ thought, action, observation, pictures }: StepJson): boolean {
  return (
    pictures === undefined &&
    [thought, action.text].every((text) => (text ?? '').trim() === '') &&
    action.tool === null &&
    observation === null
  );
}

function StepHead({ step, before, model, onOpenSpan, onReplay, name, isOnset }: StepHeadProps): ReactNode {
  const seconds = secondsBetween(step.startTime, step.endTime);
  const tokens = (step.inputTokens ?? 0) + (step.outputTokens ?? 0);
  const isNewMinute =
    step.startTime !== null && step.startTime.slice(0, 16) !== before?.startTime?.slice(0, 16);
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
        {step.model !== null && !isSameModel(step.model, model.run.model) && (
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
          <CopyButton text={linkTo({ step: step.index })} what={`link to step ${step.index}`} icon="link" />
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
            data-act="span"
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
  model,
  isActive,
}: {
  readonly finding: FindingJson;
  readonly model: RunModel;
  readonly isActive: boolean;
}): ReactNode {
  return (
    <div
      className="step-finding"
      data-verdict={model.verdicts.get(finding.id)?.annotation.kind}
      data-severity={finding.severity}
      data-finding={finding.id}
      aria-current={isActive}
    >
      <SeverityMark severity={finding.severity} />
      <span className="step-finding-message trace-text" dir="auto">
        {toPlainText(finding.message)}
      </span>
      <FindingVerdict finding={finding} model={model} />
      <span className="step-finding-by number">{formatShare(finding.confidence)}</span>
    </div>
  );
}
