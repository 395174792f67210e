import { memo, type ReactNode, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { type AlignedStepsJson, isMaterialDifference, type StepJson } from '@tracewright/core';
import { formatShortCount } from '../../format/quantity.ts';
import { foldText } from '../../text/fold.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { diffWords, type TextPiece } from '../../text/word-diff.ts';
import { actionText, type CompareModel } from './compare-model.ts';
import { nameDifference } from './segment-row.tsx';

const NAME_LENGTH = 100;
/** A step that is the same takes one line. */
const LINE_LENGTH = 300;
const LIMITS = { lines: 14, characters: 1600 } as const;
/** Longer texts are cut before they are compared and shown. */
const TEXT_LENGTH = 200_000;

interface ComparePairProps {
  readonly model: CompareModel;
  readonly pair: AlignedStepsJson;
  /** In `aligned`. */
  readonly index: number;
  readonly isFirst: boolean;
  readonly isCurrent: boolean;
}

/** Two steps that stand in each other's place, or one and nothing. */
export const ComparePair = memo(function ComparePair(props: ComparePairProps): ReactNode {
  const { model, pair, index, isFirst, isCurrent } = props;
  const [a, b] = [find(model.a, pair.a), find(model.b, pair.b)];
  const isQuiet = !isMaterialDifference(pair.difference);
  const label = `${describeStep(a, 'left')}, ${describeStep(b, 'right')}: ${nameDifference(pair.difference)}`;
  const [runA, runB] = model.comparison.runs;
  return (
    <article
      className="compare-pair"
      tabIndex={-1}
      aria-label={isFirst ? `First divergence. ${label}` : label}
      aria-current={isCurrent ? 'true' : undefined}
      data-aligned={index}
      data-quiet={isQuiet}
      data-first={isFirst}
      data-current={isCurrent}
    >
      {isFirst && <p className="compare-first">First divergence</p>}
      {isQuiet ? (
        <>
          <QuietStep step={a} runId={runA.runId} />
          <QuietStep step={b} runId={runB.runId} />
        </>
      ) : (
        <DifferentSteps a={a} b={b} model={model} pair={pair} />
      )}
    </article>
  );
});

function find(steps: readonly StepJson[], index: number | null): StepJson | undefined {
  return index === null ? undefined : steps[index];
}

function describeStep(step: StepJson | undefined, side: string): string {
  return step === undefined ? `no step on the ${side}` : `step ${step.index} ${nameOf(step)}`;
}

function nameOf({ action, agent, role }: StepJson): string {
  return toPlainText((action.tool ?? agent ?? role).slice(0, NAME_LENGTH));
}

function StepLink({ step, runId }: { readonly step: StepJson; readonly runId: string }): ReactNode {
  return (
    <Link
      href={`/runs/${runId}#step-${step.index}`}
      className="compare-index mono number"
      title="Open the run here"
    >
      {step.index}
    </Link>
  );
}

function QuietStep({
  step,
  runId,
}: {
  readonly step: StepJson | undefined;
  readonly runId: string;
}): ReactNode {
  if (step === undefined) return <div className="compare-cell compare-none" />;
  return (
    <div className="compare-cell compare-line">
      <StepLink step={step} runId={runId} />
      <span className="compare-name trace-text" data-role={step.role}>
        {nameOf(step)}
      </span>
      <span className="compare-text trace-text" dir="auto">
        {toPlainText(actionText(step).slice(0, LINE_LENGTH)).replaceAll('\n', ' ')}
      </span>
    </div>
  );
}

interface DifferentProps {
  readonly model: CompareModel;
  readonly pair: AlignedStepsJson;
  readonly a: StepJson | undefined;
  readonly b: StepJson | undefined;
}

function DifferentSteps({ model, pair, a, b }: DifferentProps): ReactNode {
  const [actionA, actionB] = useDiff(actionOf(a), actionOf(b));
  // What two tools answer has nothing in common that would be worth marking.
  const isComparable = pair.difference !== 'tool' && pair.difference !== 'agent';
  const [resultA, resultB] = useDiff(a?.observation?.text, b?.observation?.text, isComparable);
  const [runA, runB] = model.comparison.runs;
  return (
    <>
      <DifferentStep step={a} runId={runA.runId} side="left" pair={pair} action={actionA} result={resultA} />
      <DifferentStep step={b} runId={runB.runId} side="right" pair={pair} action={actionB} result={resultB} />
    </>
  );
}

function actionOf(step: StepJson | undefined): string | undefined {
  return step === undefined ? undefined : actionText(step);
}

/** Pieces of both texts; nothing is marked where there is nothing to compare with. */
function useDiff(
  a: string | undefined,
  b: string | undefined,
  isComparable: boolean = true,
): readonly [readonly TextPiece[], readonly TextPiece[]] {
  return useMemo(() => {
    const [left, right] = [a, b].map((text) => toPlainText((text ?? '').slice(0, TEXT_LENGTH)));
    if (isComparable && a !== undefined && b !== undefined) return diffWords(left ?? '', right ?? '');
    return [[{ text: left ?? '', isChanged: false }], [{ text: right ?? '', isChanged: false }]];
  }, [a, b, isComparable]);
}

interface DifferentStepProps {
  readonly step: StepJson | undefined;
  readonly runId: string;
  readonly side: 'left' | 'right';
  readonly pair: AlignedStepsJson;
  readonly action: readonly TextPiece[];
  readonly result: readonly TextPiece[];
}

function DifferentStep({ step, runId, side, pair, action, result }: DifferentStepProps): ReactNode {
  if (step === undefined) return <div className="compare-cell compare-none muted">no such step</div>;
  const tokens = (step.inputTokens ?? 0) + (step.outputTokens ?? 0);
  return (
    <div className="compare-cell" data-side={side}>
      <div className="compare-step-head">
        <StepLink step={step} runId={runId} />
        <span className="compare-name trace-text" data-role={step.role}>
          {nameOf(step)}
        </span>
        {(side === 'right' || pair.b === null) && (
          <span className="compare-difference">{nameDifference(pair.difference)}</span>
        )}
        {tokens > 0 && <span className="muted number">{formatShortCount(tokens)} tokens</span>}
      </div>
      <Pieces pieces={action} isOutput={step.action.tool !== null} side={side} />
      {step.observation !== null && (
        <div className="compare-result" data-status={step.observation.status}>
          <span className="compare-label">{step.observation.status === 'error' ? 'Error' : 'Result'}</span>
          <Pieces pieces={result} isOutput side={side} />
        </div>
      )}
    </div>
  );
}

interface PiecesProps {
  readonly pieces: readonly TextPiece[];
  readonly isOutput: boolean;
  readonly side: 'left' | 'right';
}

/** A text with the words marked that the other side does not have; folded when long. */
function Pieces({ pieces, isOutput, side }: PiecesProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const text = useMemo(() => pieces.map((piece) => piece.text).join(''), [pieces]);
  const fold = useMemo(() => foldText(text, LIMITS), [text]);
  if (text.trim() === '') return null;
  const length = isOpen || fold === undefined ? text.length : fold.shown;
  return (
    <div>
      <div className={`compare-pieces trace-text ${isOutput ? 'mono' : ''}`} dir="auto">
        {cutPieces(pieces, length).map((piece, index) =>
          piece.isChanged ? (
            // The order of the pieces is all they have of an identity.
            // oxlint-disable-next-line react/no-array-index-key
            <mark key={index} className="compare-mark" data-side={side}>
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
        {length < text.length && ' …'}
      </div>
      {fold !== undefined && (
        <button type="button" className="text-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show less' : `Show all, ${formatShortCount(text.length)} characters`}
        </button>
      )}
    </div>
  );
}

function cutPieces(pieces: readonly TextPiece[], length: number): readonly TextPiece[] {
  const cut: TextPiece[] = [];
  let left = length;
  for (const piece of pieces) {
    if (left <= 0) break;
    cut.push(piece.text.length <= left ? piece : { ...piece, text: piece.text.slice(0, left) });
    left -= piece.text.length;
  }
  return cut;
}
