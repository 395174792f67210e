/** What the list of runs shows, as its address has it: `/?filter=steps > 20&outcome=failure&sort=-cost`. */
import type { OutcomeStatus } from '@tracewright/core';

export interface ListState {
  /** An expression of the filter language. */
  readonly filter: string;
  /** The outcome chosen beside it. */
  readonly outcome: OutcomeStatus | undefined;
  /** A run field, `-field` for descending; newest first when undefined. */
  readonly sort: string | undefined;
}

const OUTCOMES: readonly OutcomeStatus[] = ['failure', 'success', 'unknown'];

export function readListState(search: string): ListState {
  const params = new URLSearchParams(search);
  const outcome = params.get('outcome');
  const sort = params.get('sort');
  return {
    filter: params.get('filter') ?? '',
    outcome: OUTCOMES.find((known) => known === outcome),
    sort: sort === null || sort === '' ? undefined : sort,
  };
}

export function writeListState(state: Partial<ListState>): string {
  const params = new URLSearchParams();
  if (state.filter !== undefined && state.filter.trim() !== '') params.set('filter', state.filter);
  if (state.outcome !== undefined) params.set('outcome', state.outcome);
  if (state.sort !== undefined) params.set('sort', state.sort);
  const search = params.toString();
  return search === '' ? '/' : `/?${search}`;
}

/** The expression the server is asked. The filter stands first, so that error positions need only the bracket taken off. */
export function toWhere({ filter, outcome }: Pick<ListState, 'filter' | 'outcome'>): string {
  if (filter.trim() === '') return outcome === undefined ? '' : `outcome = ${outcome}`;
  return outcome === undefined ? filter : `(${filter}) and outcome = ${outcome}`;
}

/** The next order after a click on a column: its natural direction, the other one, none. */
export function cycleSort(
  sort: string | undefined,
  field: string,
  startsDescending: boolean,
): string | undefined {
  const [first, second] = startsDescending ? [`-${field}`, field] : [field, `-${field}`];
  if (sort === first) return second;
  return sort === second ? undefined : first;
}
