/** What the list of runs shows, as its address has it: `/?filter=steps > 20&sort=-cost&columns=outcome,task&group=task`. */
import type { OutcomeStatus } from '@tracewright/core';
import { COLUMN_NAMES, type ColumnName, DEFAULT_COLUMNS } from './column-names.ts';

export interface ListState {
  /** An expression of the filter language: all that narrows the list. */
  readonly filter: string;
  /** A run field, or of groups a task field, `-field` for descending; undefined for the list's own order. */
  readonly sort: string | undefined;
  /** From left to right. */
  readonly columns: readonly ColumnName[];
  readonly group: 'task' | undefined;
}

const OUTCOMES: readonly OutcomeStatus[] = ['failure', 'success', 'unknown'];

export function readListState(search: string): ListState {
  const params = new URLSearchParams(search);
  const sort = params.get('sort');
  const filter = params.get('filter') ?? '';
  // Older links name the outcome beside the filter.
  const outcome = OUTCOMES.find((known) => known === params.get('outcome'));
  return {
    filter: outcome === undefined ? filter : withOutcome(filter, outcome),
    sort: sort === null || sort === '' ? undefined : sort,
    columns: readColumns(params.get('columns')),
    group: params.get('group') === 'task' ? 'task' : undefined,
  };
}

export function writeListState(state: Partial<ListState>): string {
  const params = new URLSearchParams();
  if (state.filter !== undefined && state.filter.trim() !== '') params.set('filter', state.filter);
  if (state.sort !== undefined) params.set('sort', state.sort);
  if (state.columns !== undefined && state.columns.join() !== DEFAULT_COLUMNS.join())
    params.set('columns', state.columns.join());
  if (state.group !== undefined) params.set('group', state.group);
  const search = params.toString();
  return search === '' ? '/' : `/?${search}`;
}

function withOutcome(filter: string, outcome: OutcomeStatus): string {
  return filter.trim() === '' ? `outcome = ${outcome}` : `(${filter}) and outcome = ${outcome}`;
}

/** Unknown and repeated names are left out; none left means the usual ones. */
function readColumns(text: string | null): readonly ColumnName[] {
  const wanted = [...new Set((text ?? '').split(','))];
  const columns = wanted.flatMap((name) => COLUMN_NAMES.find((known) => known === name) ?? []);
  return columns.length === 0 ? DEFAULT_COLUMNS : columns;
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

export function sortDirection(
  sort: string | undefined,
  field: string | undefined,
): 'ascending' | 'descending' | undefined {
  if (field === undefined || sort === undefined) return undefined;
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : undefined;
}
