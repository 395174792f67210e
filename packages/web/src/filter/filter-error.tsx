import './filter-error.css';
import type { ReactNode } from 'react';
import type { Failure } from '../api.ts';

/** Characters of a long filter beside the place. */
const AROUND = 160;

interface FilterErrorProps {
  readonly id: string;
  readonly filter: string;
  /** Where in the filter, from 0; undefined when the server names no place. */
  readonly offset: number | undefined;
  readonly failure: Failure;
}

/** What the server says against a filter, with the place. */
export function FilterError({ id, filter, offset, failure }: FilterErrorProps): ReactNode {
  return (
    <div className="filter-error" id={id} role="alert">
      <FilterPlace filter={filter} offset={offset} />
      {/* The further lines draw the place, as the mark does here. */}
      <span className="trace-text">{failure.message.split('\n', 1)[0]}</span>
      {failure.fix !== undefined && <span className="muted">{failure.fix}</span>}
    </div>
  );
}

function FilterPlace({ filter, offset }: Pick<FilterErrorProps, 'filter' | 'offset'>): ReactNode {
  if (offset === undefined) return null;
  const length = /^\w+|^\s+\S?|^./su.exec(filter.slice(offset))?.[0].length ?? 0;
  const from = Math.max(0, offset - AROUND);
  const to = offset + length + AROUND;
  return (
    <code className="filter-place">
      {from > 0 && '… '}
      {filter.slice(from, offset)}
      <span className="filter-place-mark" data-offset={offset}>
        {length === 0 ? '\u00a0' : filter.slice(offset, offset + length)}
      </span>
      {filter.slice(offset + length, to)}
      {to < filter.length && ' …'}
    </code>
  );
}
