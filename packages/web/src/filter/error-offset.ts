/**
 * Where in a filter, as typed, the server found the error.
 *
 * @param where as the server says it: `column 12`, 1-based, in the expression it was asked
 * @param brackets put before the filter in that expression
 * @returns a 0-based offset in the filter, at most its length; undefined when the server names no column
 */
export function findErrorOffset(
  where: string | undefined,
  filter: string,
  brackets: number,
): number | undefined {
  const column = /\bcolumn (\d+)/.exec(where ?? '')?.[1];
  if (column === undefined) return undefined;
  return Math.min(Math.max(Number(column) - 1 - brackets, 0), filter.length);
}
