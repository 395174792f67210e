import { logFactorials } from './log-factorials.ts';

/**
 * The exact two-sided sign test: how likely is a split at least this uneven when either side is as likely. On the
 * discordant pairs of two paired yes-or-no outcomes it is McNemar's exact test.
 * Source: McNemar (Psychometrika 1947), exact form.
 *
 * @param plus Pairs that went one way. @param minus Pairs that went the other; ties are left out of both.
 */
export function signTest(plus: number, minus: number): number {
  const pairs = plus + minus;
  const logs = logFactorials(pairs);
  let tail = 0;
  for (let k = 0; k <= Math.min(plus, minus); k += 1)
    tail += Math.exp((logs[pairs] ?? 0) - (logs[k] ?? 0) - (logs[pairs - k] ?? 0) - pairs * Math.LN2);
  return Math.min(1, 2 * tail);
}
