/** Numbers, money, durations and times as the tables show them: short, of even precision, the same in every locale. */
import { parseTimestamp } from '@tracewright/core';

/** Shown for a value that is not known. */
export const UNKNOWN = '–';

/** 12,345. By hand: the first `Intl.NumberFormat` of a page takes longer than the rest of its program to start. */
export function formatCount(value: number | null): string {
  if (value === null) return UNKNOWN;
  const [whole = '', fraction] = String(Number(value.toFixed(3))).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const UNITS = [
  ['E', 1e18],
  ['P', 1e15],
  ['T', 1e12],
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
] as const;

/** 999, 1.2k, 12k, 3.4M: for a column, where the exact number is in the title. */
export function formatShortCount(value: number | null): string {
  if (value === null) return UNKNOWN;
  for (const [unit, size] of UNITS) {
    // 999,500 is 1M, not 1000k.
    if (value >= size * 0.9995) return `${trim(value / size)}${unit}`;
  }
  return String(value);
}

/** `2.1 MB`, `640 B`. */
export function formatBytes(bytes: number): string {
  return `${formatShortCount(bytes).replace(/\d(?=\D?$)/, '$& ')}B`;
}

function trim(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}

/** $0.0042, $0.31, $12.40, $1.2M */
export function formatCost(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  if (usd === 0) return '$0';
  if (usd < 0.0001) return '<$0.0001';
  // Never wider than its column.
  if (usd >= 99_999.995) return `$${formatShortCount(usd)}`;
  return `$${usd.toFixed(usd < 0.01 ? 4 : usd < 1 ? 3 : 2)}`;
}

/** Seconds between two ISO times; null when either is unknown. */
export function secondsBetween(start: string | null, end: string | null): number | null {
  if (start === null || end === null) return null;
  const from = parseTimestamp(start);
  const to = parseTimestamp(end);
  return from === undefined || to === undefined ? null : Number(to - from) / 1e9;
}

/** 0.4 ms, 830 ms, 12.4 s, 3 m 12 s, 2 h 05 m, 3 d 4 h */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return UNKNOWN;
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  if (seconds === 0) return '0 s';
  if (seconds < 0.9995)
    return `${seconds < 0.00995 ? (seconds * 1000).toFixed(1) : (seconds * 1000).toFixed(0)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} m`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

/** 2026-03-04 14:05 in the reader's time zone. */
export function formatTime(iso: string | null): string {
  if (iso === null) return UNKNOWN;
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
  return `${day} ${pad(time.getHours())}:${pad(time.getMinutes())}`;
}

/** A confidence 0..1 in words. */
export function describeConfidence(confidence: number): string {
  if (confidence >= 0.8) return 'very likely';
  if (confidence >= 0.55) return 'likely';
  if (confidence >= 0.3) return 'possibly';
  return 'a weak hint';
}

/** 62 % */
export function formatShare(value: number): string {
  const percent = value * 100;
  return percent > 0 && percent < 1 ? '<1 %' : `${percent.toFixed(0)} %`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
