import { describe, expect, it } from 'vitest';
import { findFocus, type WeekCount } from './find-focus.ts';

const WEEK = 604_800_000;
const week = (day: string, runs: number): WeekCount => ({ startMs: Date.parse(`${day}T00:00:00Z`), runs });

describe('findFocus', () => {
  it('is the stretch of most runs, when few lie far away', () => {
    const rows = [
      week('2011-01-06', 3),
      week('2025-01-02', 40),
      week('2025-06-05', 10),
      week('2025-11-06', 50),
      week('2030-01-03', 1),
    ];
    expect(findFocus(rows)).toEqual({
      fromMs: Date.UTC(2025, 0, 2),
      toMs: Date.UTC(2025, 10, 6) + WEEK,
      outside: 4,
    });
  });

  it('takes no clock that was never set, however many runs have it', () => {
    const rows = [week('1970-01-01', 1000), week('2026-02-05', 2), week('2026-03-05', 2)];
    expect(findFocus(rows)).toMatchObject({ fromMs: Date.UTC(2026, 1, 5), outside: 1000 });
    expect(findFocus(rows.slice(0, 1))).toBeUndefined();
  });

  it('is none where all times can be read on one axis, and where nothing has a time', () => {
    expect(findFocus([week('2025-01-02', 5), week('2025-03-06', 1), week('2026-01-01', 9)])).toBeUndefined();
    expect(findFocus([])).toBeUndefined();
  });

  it('spans a burst and the months of few runs after it', () => {
    const months = Array.from({ length: 20 }, (_, index) =>
      week(new Date(Date.UTC(2024, index, 4)).toISOString().slice(0, 10), index === 0 ? 900 : 1),
    );
    expect(findFocus(months)).toBeUndefined();
  });
});
