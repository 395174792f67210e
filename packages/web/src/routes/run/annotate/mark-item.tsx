import type { ReactNode } from 'react';
import type { FindingJson } from '@tracewright/core';
import { findStep, type RunModel } from '../run-model.ts';
import type { Navigation } from '../use-navigation.ts';
import { AnnotationLine } from './annotation-line.tsx';

interface MarkItemProps {
  readonly finding: FindingJson;
  readonly model: RunModel;
  readonly navigation: Navigation;
}

/** A mark of a person among the findings: where, and what. */
export function MarkItem({ finding, model, navigation }: MarkItemProps): ReactNode {
  const step = findStep(finding, model.stepBySpan);
  return (
    <>
      <p className="finding-head">
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
      </p>
      <AnnotationLine finding={finding} />
    </>
  );
}
