/**
 * A log that is printed twice, as a runner of tests does when it sums up what failed: records that stand above in the same order, enough
 * and different enough of them to be no loop, are told once.
 */
import type { JsonObject } from '@tracewright/core';

const LEAST = 8;
const LEAST_DISTINCT = 6;

interface Printed<P> {
  readonly records: readonly JsonObject[];
  readonly places: readonly P[];
}

/** Linear in the records. */
export function withoutReprinted<P>({ records, places }: Printed<P>): Printed<P> {
  const keys = records.map((record) => JSON.stringify(record));
  const first = new Map<string, number>();
  const kept = new Set<number>();
  for (let at = 0; at < keys.length;) {
    const before = first.get(keys[at] ?? '') ?? at;
    let count = 0;
    while (before + count < at && keys[before + count] === keys[at + count]) count += 1;
    if (before + count < at && isSameHeader(records[before + count], records[at + count])) count += 1;
    const isAgain = count >= LEAST && new Set(keys.slice(at, at + count)).size >= LEAST_DISTINCT;
    for (const end = at + Math.max(1, count); at < end; at += 1) {
      if (isAgain) continue;
      kept.add(at);
      const key = keys[at] ?? '';
      if (!first.has(key)) first.set(key, at);
    }
  }
  return {
    records: records.filter((_, index) => kept.has(index)),
    places: places.filter((_, index) => kept.has(index)),
  };
}

/** What follows the last line of what was printed may be anything. */
function isSameHeader(a: JsonObject | undefined, b: JsonObject | undefined): boolean {
  const [header, other] = [headerOf(a), headerOf(b)];
  return header !== undefined && header === other;
}

function headerOf({ body: _body, text: _text, ...header }: JsonObject = {}): string | undefined {
  return header['head'] === '' || header['head'] === undefined ? undefined : JSON.stringify(header);
}
