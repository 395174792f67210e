import { exactOddsRatio, type ExactOddsRatio, type Table2x2 } from './exact-odds-ratio.ts';

/**
 * Fisher's exact test of one 2x2 table: the stratified test with one stratum.
 * Source: R. A. Fisher, "On the interpretation of chi-square from contingency tables" (JRSS 1922).
 */
export function fisherExact(table: Table2x2): ExactOddsRatio {
  return exactOddsRatio([table]);
}
