import type { ExactTestJson, ShareJson } from '@tracewright/core';
import { UNKNOWN } from '../../format/quantity.ts';

/** 3/42 */
export function formatShare({ with: some, of }: ShareJson): string {
  return `${some}/${of}`;
}

/** 0.043, <0.001 */
export function formatP(value: number): string {
  return value < 0.001 ? '<0.001' : value.toFixed(3);
}

/** 2.6, 41, 0.29; infinite and unbounded ratios are null. */
export function formatRatio(value: number | null): string {
  if (value === null) return '∞';
  return value >= 10 ? value.toFixed(0) : value.toPrecision(2);
}

/** `2.6 (0.56–44)`; a dash where no task tells anything. */
export function formatOdds({ oddsRatio, interval: [low, high], smallestP }: ExactTestJson): string {
  if (smallestP >= 1) return UNKNOWN;
  return `${formatRatio(oddsRatio)} (${formatRatio(low)}–${formatRatio(high)})`;
}

/** 12 % */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** +0.12, −0.30 */
export function formatSigned(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
