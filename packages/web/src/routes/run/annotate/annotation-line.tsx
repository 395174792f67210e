import './annotate.css';
import type { ReactNode } from 'react';
import type { FindingJson } from '@tracewright/core';
import { Icon } from '../../../design/icon.tsx';
import { formatTime } from '../../../format/quantity.ts';
import { toPlainText } from '../../../text/plain-text.ts';
import { useAnnotating } from './annotate-context.ts';

const NAMES = {
  onset: 'Onset',
  category: 'Category',
  note: 'Note',
  accept: 'Accepted',
  reject: 'Rejected',
  outcome: 'Outcome',
} as const;

/** A mark of a person: what, by whom, and, while marks are made, a way to take it back. */
export function AnnotationLine({ finding }: { readonly finding: FindingJson }): ReactNode {
  const annotating = useAnnotating();
  const { annotation, category, message, evidence } = finding;
  if (annotation === undefined) return null;
  const { kind, author, time } = annotation;
  const [quote] = annotation.about === undefined ? evidence : [];
  return (
    <div className="annotation" data-kind={kind}>
      <span className="annotation-kind">
        {NAMES[kind]}
        {kind === 'category' && <code className="trace-text">{toPlainText(category)}</code>}
      </span>
      <span className="annotation-text trace-text" dir="auto">
        {toPlainText(message)}
        {quote !== undefined && <q className="annotation-quote">{toPlainText(quote.quote)}</q>}
      </span>
      <span className="annotation-by">
        <span className="trace-text">{toPlainText(author)}</span>,{' '}
        <time dateTime={time}>{formatTime(time)}</time>
      </span>
      {annotating?.isOn === true && (
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={`Take back: ${NAMES[kind]} by ${author}`}
          title="Take back"
          onClick={() => annotating.remove(finding)}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
