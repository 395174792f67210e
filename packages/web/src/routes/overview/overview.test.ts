import { parseFilter, RUN_FIELDS } from '@tracewright/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  bucketWhere,
  buildSeries,
  buildTimeline,
  chooseBucket,
  chooseKeys,
  groupWhere,
  nameBucket,
  stackSeries,
} from './overview-series.ts';
import { findSpan, joinWhere, readOverviewState, runsHref, writeOverviewState } from './overview-state.ts';

afterEach(() => vi.unstubAllEnvs());

const DAY = 86_400_000;
const at = (day: number): string => new Date(day * DAY).toISOString();

describe('the address', () => {
  it('keeps range, group and filter, and drops what does not exist', () => {
    const state = {
      range: '30d',
      from: undefined,
      to: undefined,
      group: 'model',
      isWide: true,
      filter: 'a = "b c"',
    } as const;
    expect(readOverviewState(writeOverviewState(state).slice('/overview'.length))).toEqual(state);
    expect(readOverviewState('?range=toString&group=cost&from=2026-01-01')).toEqual({
      range: undefined,
      from: undefined,
      to: undefined,
      group: undefined,
      isWide: false,
      filter: '',
    });
    const span = readOverviewState('?from=2026-01-01&to=2026-01-03&range=7d');
    expect(findSpan(span, 0)).toEqual({ fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2026, 0, 3) });
    expect(findSpan(readOverviewState('?range=7d'), 10 * DAY)).toEqual({ fromMs: 3 * DAY, toMs: 10 * DAY });
    expect(findSpan(readOverviewState(''), 0)).toBeUndefined();
  });

  it('names times as filters do: in UTC where no zone is named, to any fraction', () => {
    const noon = Date.UTC(2026, 0, 1, 12);
    vi.stubEnv('TZ', 'America/New_York');
    const span = readOverviewState('?from=2026-01-01T12:00&to=2026-01-01T12:00:30,5Z');
    expect(findSpan(span, 0)).toEqual({ fromMs: noon, toMs: noon + 30_500 });
  });
});

describe('series', () => {
  it('chooses buckets that fit', () => {
    expect(chooseBucket(0, DAY / 24)).toBe('minute');
    expect(chooseBucket(0, 5 * DAY)).toBe('hour');
    expect(chooseBucket(0, 100 * DAY)).toBe('day');
    expect(chooseBucket(0, 1000 * DAY)).toBe('week');
  });

  const rows = [
    { keys: [at(1), 'a'], values: [2] },
    { keys: [at(1), 'b'], values: [1] },
    { keys: [at(3), 'a'], values: [4] },
    { keys: [at(3), null], values: [3] },
    { keys: [at(3), 'c'], values: [null] },
    { keys: [null, 'a'], values: [9] },
  ];

  it('fills the gaps between buckets, and leaves runs without a time out', () => {
    const timeline = buildTimeline(rows, 'day');
    expect(timeline.starts).toEqual([DAY, 2 * DAY, 3 * DAY]);
    expect(buildTimeline([{ keys: [null], values: [1] }], 'day').starts).toEqual([]);
    const ages = [at(1), at(100_000)].map((key) => ({ keys: [key], values: [1] }));
    expect(buildTimeline(ages, 'day').starts).toHaveLength(2);
  });

  it('gives the most frequent keys a series each, and the rest one together', () => {
    const timeline = buildTimeline(rows, 'day');
    const question = { rows, keyIndex: 1, measure: 0, timeline, nameKey: String, others: [] };
    const others = [{ keys: [at(1)], values: [1] }];
    const series = buildSeries({ ...question, keys: ['a', null], others });
    expect(series).toEqual([
      { key: 'a', title: 'a', values: [2, null, 4] },
      { key: null, title: 'null', values: [null, null, 3] },
      { key: undefined, title: 'others', values: [1, null, null] },
    ]);
    expect(stackSeries(series)).toEqual([
      [2, 0, 4],
      [2, 0, 7],
      [3, 0, 7],
    ]);
    expect(buildSeries({ ...question, keys: ['a'] })).toHaveLength(1);
    expect(
      chooseKeys([
        { keys: ['x'], values: [1] },
        { keys: [null], values: [5] },
      ]),
    ).toEqual([null, 'x']);
  });

  it('writes filters that the filter language reads', () => {
    const where = bucketWhere('agent = a or agent = b', DAY, 'day');
    expect(where).toBe(
      '(agent = a or agent = b) and start >= 1970-01-02T00:00:00Z and start < 1970-01-03T00:00:00Z',
    );
    for (const text of [where, groupWhere('task', 'say "hi" and go'), groupWhere('model', null)])
      expect(parseFilter(text, RUN_FIELDS)).toBeDefined();
    expect(joinWhere('', 'outcome = failure')).toBe('outcome = failure');
    expect(joinWhere('a = b')).toBe('a = b');
    expect(runsHref('a = b')).toBe('/?filter=a+%3D+b');
    expect(nameBucket(DAY, 'week')).toBe('week from 1970-01-02');
    expect(nameBucket(DAY, 'hour')).toBe('1970-01-02 00:00');
  });
});
