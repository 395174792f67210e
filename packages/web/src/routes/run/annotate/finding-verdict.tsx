import './annotate.css';
import type { ReactNode } from 'react';
import type { FindingJson } from '@tracewright/core';
import { toPlainText } from '../../../text/plain-text.ts';
import type { RunModel } from '../run-model.ts';
import { useAnnotating } from './annotate-context.ts';

interface FindingVerdictProps {
  readonly finding: FindingJson;
  readonly model: RunModel;
}

/** What people think of a finding, and the buttons to judge it with. */
export function FindingVerdict({ finding, model }: FindingVerdictProps): ReactNode {
  const annotating = useAnnotating();
  const verdict = model.verdicts.get(finding.id)?.annotation;
  if (annotating?.isOn !== true)
    return verdict === undefined ? null : (
      <span className="verdict" data-kind={verdict.kind}>
        {verdict.kind === 'reject' ? 'Rejected' : 'Accepted'} by{' '}
        <span className="trace-text">{toPlainText(verdict.author)}</span>
      </span>
    );
  return (
    <span className="mark-actions" role="group" aria-label="Judge this finding">
      {(['accept', 'reject'] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          className="chip"
          aria-pressed={verdict?.kind === kind}
          title={verdict?.kind === kind ? `by ${verdict.author}` : undefined}
          onClick={(event) => {
            event.stopPropagation();
            annotating.mark({ kind, finding: finding.id });
          }}
        >
          {kind === 'accept' ? 'Accept' : 'Reject'}
        </button>
      ))}
      <button
        type="button"
        className="chip"
        onClick={(event) => {
          event.stopPropagation();
          annotating.open({ kind: 'category', finding });
        }}
      >
        Other category…
      </button>
    </span>
  );
}
