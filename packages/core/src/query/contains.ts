/**
 * "Contains, ignoring case", the same everywhere: two texts are equal ignoring case when their characters have the same
 * simple case folding. One character folds to one, so `ß` is not `ss`, and the Kelvin sign is `k`.
 *
 * **Source:** Unicode CaseFolding.txt, statuses C and S: what JavaScript's `iu` flags do.
 */

/** Matches texts that contain `text`; the match is where it first stands. */
export function toContainsPattern(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`), 'iu');
}
