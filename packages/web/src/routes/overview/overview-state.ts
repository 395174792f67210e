/** What the overview shows, as its address has it: `/overview?range=30d&group=model&filter=agent ~ claude&axis=all`. */
import { parseTimestamp } from '@tracewright/core';

export const GROUPS = { agent: 'Agent', model: 'Model', task: 'Task', format: 'Format' } as const;
export type Group = keyof typeof GROUPS;

export const RANGES = {
  '24h': { title: 'Day', days: 1 },
  '7d': { title: 'Week', days: 7 },
  '30d': { title: 'Month', days: 30 },
  '365d': { title: 'Year', days: 365 },
} as const;
export type RangeName = keyof typeof RANGES;

export interface OverviewState {
  /** All times when undefined. */
  readonly range: RangeName | undefined;
  /** ISO 8601, both or none; instead of a range that ends now. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly group: Group | undefined;
  /** Of all times: the charts show those far from most runs too. */
  readonly isWide: boolean;
  /** An expression of the filter language over runs. */
  readonly filter: string;
}

const isIn = <K extends string>(table: Readonly<Record<K, unknown>>, key: string | null): K | undefined =>
  (Object.keys(table) as K[]).find((known) => known === key);

export function readOverviewState(search: string): OverviewState {
  const params = new URLSearchParams(search);
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  const hasSpan = parseTimestamp(from) !== undefined && parseTimestamp(to) !== undefined;
  return {
    range: hasSpan ? undefined : isIn(RANGES, params.get('range')),
    from: hasSpan ? from : undefined,
    to: hasSpan ? to : undefined,
    group: isIn(GROUPS, params.get('group')),
    isWide: params.get('axis') === 'all',
    filter: params.get('filter') ?? '',
  };
}

export function writeOverviewState(state: OverviewState): string {
  const params = new URLSearchParams();
  if (state.range !== undefined) params.set('range', state.range);
  if (state.from !== undefined && state.to !== undefined) {
    params.set('from', state.from);
    params.set('to', state.to);
  }
  if (state.group !== undefined) params.set('group', state.group);
  if (state.isWide) params.set('axis', 'all');
  if (state.filter.trim() !== '') params.set('filter', state.filter);
  const search = params.toString();
  return search === '' ? '/overview' : `/overview?${search}`;
}

/** From and to, Unix milliseconds; undefined when all times are asked for. */
export function findSpan(
  state: OverviewState,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number } | undefined {
  // As filters read times: without a zone they are UTC, whatever the reader's.
  const [from, to] = [parseTimestamp(state.from ?? ''), parseTimestamp(state.to ?? '')];
  if (from !== undefined && to !== undefined)
    return { fromMs: Number(from / 1_000_000n), toMs: Number(to / 1_000_000n) };
  if (state.range === undefined) return undefined;
  return { fromMs: nowMs - RANGES[state.range].days * 86_400_000, toMs: nowMs };
}

/** Conditions joined by `and`, each in brackets where it may hold an `or`; the first is the reader's own. */
export function joinWhere(filter: string, ...conditions: readonly string[]): string {
  const own = filter.trim() === '' ? [] : [conditions.length === 0 ? filter : `(${filter})`];
  return [...own, ...conditions].join(' and ');
}

/** The list of runs under a filter. */
export function runsHref(where: string): string {
  return where === '' ? '/' : `/?${new URLSearchParams({ filter: where }).toString()}`;
}
