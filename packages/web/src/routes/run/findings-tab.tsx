import './findings-tab.css';
import { type ReactNode, useEffect, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { FindingJson } from '@tracewright/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { formatShare } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { FindingVerdict } from './annotate/finding-verdict.tsx';
import { MarkItem } from './annotate/mark-item.tsx';
import { FindingEvidence } from './finding-evidence.tsx';
import { linkTo } from './place.ts';
import { findStep, type RunModel } from './run-model.ts';
import type { Navigation } from './use-navigation.ts';

/** A finding's height before it is measured, px. */
const ESTIMATE = 150;

interface FindingsTabProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
}

export function FindingsTab({ model, navigation }: FindingsTabProps): ReactNode {
  if (model.findings.length + model.annotations.length === 0)
    return <p className="findings-none">No findings.</p>;
  const whole = [...model.findings, ...model.annotations.filter(isOfWholeRun)].filter(
    (finding) => findStep(finding, model.stepBySpan) === undefined,
  );
  return <FindingList findings={[...whole, ...model.visitOrder]} model={model} navigation={navigation} />;
}

/** A verdict is shown with the finding that it is about. */
function isOfWholeRun({ annotation }: FindingJson): boolean {
  return annotation?.kind === 'outcome' || annotation?.kind === 'note';
}

/** A run may have hundreds of findings: only those near the screen exist. */
function FindingList({
  findings,
  model,
  navigation,
}: FindingsTabProps & { readonly findings: readonly FindingJson[] }): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  const active = navigation.target?.findingId;
  // The virtualizer stays in this component; its items are read anew on each render.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: findings.length,
    getScrollElement: () => list.current?.parentElement ?? null,
    estimateSize: () => ESTIMATE,
    getItemKey: (index) => findings[index]?.id ?? index,
    overscan: 8,
  });
  const place = findings.findIndex(({ id }) => id === active);
  useEffect(() => {
    if (place !== -1) virtualizer.scrollToIndex(place, { align: 'auto' });
  }, [place, virtualizer]);
  return (
    <ol className="findings" ref={list} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const finding = findings[index];
        return (
          finding !== undefined && (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className="finding"
              data-active={finding.id === active}
              data-verdict={model.verdicts.get(finding.id)?.annotation.kind}
              aria-posinset={index + 1}
              aria-setsize={findings.length}
              style={{ transform: `translateY(${start}px)` }}
            >
              {finding.annotation === undefined ? (
                <Finding finding={finding} model={model} navigation={navigation} />
              ) : (
                <MarkItem finding={finding} model={model} navigation={navigation} />
              )}
            </li>
          )
        );
      })}
    </ol>
  );
}

function Finding({
  finding,
  model,
  navigation,
}: FindingsTabProps & { readonly finding: FindingJson }): ReactNode {
  const step = findStep(finding, model.stepBySpan);
  const isRejected = model.verdicts.get(finding.id)?.annotation.kind === 'reject';
  return (
    <>
      <p className="finding-head">
        <SeverityMark severity={finding.severity} />
        {step === undefined ? (
          <span>Whole run</span>
        ) : (
          <a
            href={`#step-${step}`}
            onClick={(event) => {
              event.preventDefault();
              navigation.goToFinding(finding.id);
            }}
          >
            Step {step}
          </a>
        )}
        {model.onset !== null && step === model.onset.stepIndex && (
          <span className="finding-onset">onset</span>
        )}
        <span className="finding-category trace-text">
          {finding.category !== 'onset' && toPlainText(finding.category)}
        </span>
        <span className="number muted" title={finding.detector}>
          {formatShare(finding.confidence)}
        </span>
        <CopyButton text={linkTo({ findingId: finding.id })} what="link to this finding" icon="link" />
      </p>
      <p className="finding-message trace-text" dir="auto">
        {toPlainText(finding.message)}
      </p>
      {!isRejected && <FindingEvidence finding={finding} model={model} navigation={navigation} limit={3} />}
      <FindingVerdict finding={finding} model={model} />
      {finding.fix !== null && !isRejected && (
        <p className="finding-fix trace-text" dir="auto">
          {toPlainText(finding.fix)}
        </p>
      )}
      <p className="finding-detector trace-text mono">{toPlainText(finding.detector)}</p>
    </>
  );
}
