/** Message keys and span versions lie in order of arrival: a range of them is a few row groups, which the engine goes to at once. */

/** Ids from first to last, both included. */
export interface IdRange {
  readonly first: number;
  readonly last: number;
}

/** Ranges in one statement; neighbours beyond are joined over their gaps. */
const MAX_RANGES = 100;

/** The ranges joined where they touch, and then over the smallest gaps until they are few. */
export function toRanges(ranges: readonly IdRange[]): IdRange[] {
  const sorted = ranges.toSorted((a, b) => a.first - b.first);
  const gaps = sorted.slice(1).map(({ first }, index) => first - (sorted[index]?.last ?? 0));
  const widest = gaps.toSorted((a, b) => b - a)[MAX_RANGES - 1] ?? 1;
  const joined: { first: number; last: number }[] = [];
  for (const { first, last } of sorted) {
    const before = joined.at(-1);
    if (before !== undefined && first - before.last <= Math.max(1, widest)) before.last = last;
    else joined.push({ first, last });
  }
  return joined;
}

/** Numbers of our own making may stand in the text; the engine skips row groups outside of the ranges. */
export function toRangesSql(column: string, ranges: readonly IdRange[]): string {
  if (ranges.length === 0) return 'false';
  return `(${ranges.map(({ first, last }) => `${column} BETWEEN ${first} AND ${last}`).join(' OR ')})`;
}

/**
 * That the column is one of the ids, exactly, as a binary search within their range: the engine looks at nothing else of a row before, as
 * with ranges, and compares it eight times for 200 ids. A list or a join of ids would keep it from that.
 */
export function toOneOfSql(column: string, ids: readonly number[]): string {
  const sorted = [...new Set(ids)].toSorted((a, b) => a - b);
  const [first] = sorted;
  if (first === undefined) return 'false';
  return `(${column} BETWEEN ${first} AND ${sorted.at(-1)} AND ${toSearchSql(column, sorted)})`;
}

/** @param sorted one at least */
function toSearchSql(column: string, sorted: readonly number[]): string {
  if (sorted.length === 1) return `${column} = ${sorted[0]}`;
  const half = sorted.length >> 1;
  return `CASE WHEN ${column} < ${sorted[half]} THEN ${toSearchSql(column, sorted.slice(0, half))} ELSE ${toSearchSql(column, sorted.slice(half))} END`;
}
