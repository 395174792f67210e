import { describe, expect, it } from 'vitest';
import {
  describeConfidence,
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatShare,
  formatShortCount,
  formatTime,
  secondsBetween,
} from './quantity.ts';

describe('quantities', () => {
  it('shortens counts without a jump at the unit borders', () => {
    expect([0, 999, 1000, 1249, 99_949, 99_950, 999_499, 999_500, 3_400_000].map(formatShortCount)).toEqual([
      '0',
      '999',
      '1k',
      '1.2k',
      '99.9k',
      '100k',
      '999k',
      '1M',
      '3.4M',
    ]);
    expect([2.5e12, 1e15, 4e18].map(formatShortCount)).toEqual(['2.5T', '1P', '4E']);
    expect([0, 640, 2_100_000].map(formatBytes)).toEqual(['0 B', '640 B', '2.1 MB']);
    expect([0, 7, 999, 1000, 12_345, 1_234_567, -4321, 1234.5678].map(formatCount)).toEqual([
      '0',
      '7',
      '999',
      '1,000',
      '12,345',
      '1,234,567',
      '-4,321',
      '1,234.568',
    ]);
    expect(formatCount(null)).toBe('–');
  });

  it('shows small money with enough digits to tell it from nothing', () => {
    expect([0, 0.00001, 0.0042, 0.31, 12.4, 99_999.99, 1.77e12].map(formatCost)).toEqual([
      '$0',
      '<$0.0001',
      '$0.0042',
      '$0.310',
      '$12.40',
      '$99999.99',
      '$1.8T',
    ]);
    expect(formatCost(null)).toBe('–');
  });

  it('never shows 60 s or 1000 ms', () => {
    expect([0, 0.0004, 0.83, 0.9996, 12.44, 59.96, 192, 3599.7, 7500, 273_600].map(formatDuration)).toEqual([
      '0 s',
      '0.4 ms',
      '830 ms',
      '1.0 s',
      '12.4 s',
      '1 m 00 s',
      '3 m 12 s',
      '1 h 00 m',
      '2 h 05 m',
      '3 d 4 h',
    ]);
    expect(formatDuration(-2)).toBe('-2.0 s');
    expect(formatDuration(null)).toBe('–');
  });

  it('keeps nanoseconds when it subtracts times', () => {
    expect(secondsBetween('2026-03-04T10:00:00.000000001Z', '2026-03-04T10:00:00.000000501Z')).toBe(5e-7);
    expect(secondsBetween(null, '2026-03-04T10:00:00Z')).toBeNull();
    expect(secondsBetween('noon', '2026-03-04T10:00:00Z')).toBeNull();
  });

  it('shows what is no time as it is', () => {
    expect(formatTime('noon')).toBe('noon');
    expect(formatTime('2026-03-04T10:05:00Z')).toMatch(/^2026-03-0[345] \d\d:\d5$/);
  });

  it('puts confidence into words and shares', () => {
    expect([0.9, 0.6, 0.4, 0.1].map(describeConfidence)).toEqual([
      'very likely',
      'likely',
      'possibly',
      'a weak hint',
    ]);
    expect([0, 0.004, 0.624, 1].map(formatShare)).toEqual(['0 %', '<1 %', '62 %', '100 %']);
  });
});
