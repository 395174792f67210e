/** What the page of patterns shows, as its address has it: `/patterns?where=agent = shop&against=start < 2026-05-01`. */
import type { Failure } from '../../api.ts';

export interface PatternState {
  /** The runs looked at, an expression of the filter language. */
  readonly where: string;
  /** The runs they are compared with. */
  readonly against: string;
}

export function readPatternState(search: string): PatternState {
  const params = new URLSearchParams(search);
  return { where: params.get('where') ?? '', against: params.get('against') ?? '' };
}

export function writePatternState({ where, against }: PatternState): string {
  const params = new URLSearchParams();
  if (where.trim() !== '') params.set('where', where);
  if (against.trim() !== '') params.set('against', against);
  const search = params.toString();
  return search === '' ? '/patterns' : `/patterns?${search}`;
}

/** Which of the two filters the server refuses, if it is that. */
export function findRefusedFilter({ where = '' }: Failure): keyof PatternState | undefined {
  if (where.startsWith('against')) return 'against';
  return where.startsWith('column') ? 'where' : undefined;
}
