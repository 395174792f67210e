/** Where the lines of a chart's value axis may stand, by what the values are: a reader counts in these. */
import { formatDuration } from '../../format/quantity.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 1, 2, 5, 10, 20 and so on. */
function decimals(from: number, count: number): readonly number[] {
  return Array.from(
    { length: count },
    (_, index) => ([1, 2, 5][index % 3] ?? 1) * 10 ** (Math.floor(index / 3) + from),
  );
}

/** There is no half a run. */
export const WHOLE_STEPS: readonly number[] = decimals(0, 27);

/** Seconds. */
export const DURATION_STEPS: readonly number[] = [
  ...decimals(-4, 18).filter((step) => step <= 20),
  ...[30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR],
  ...decimals(0, 12).map((days) => days * DAY),
];

/** A round time without its empty rest: 30 d, not 30 d 0 h. */
export function nameRoundDuration(seconds: number): string {
  return formatDuration(seconds)
    .replace(/ 0?0 [hms]$/, '')
    .replace(/\.0 (m?s)$/, ' $1');
}
