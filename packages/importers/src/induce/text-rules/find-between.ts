/**
 * Lines that a log repeats between what it tells (`Step 3`, `Tokens: 12 in, 4 out`, `-----`): they end records whatever these tell, and
 * stand nowhere else. What recurs so is said by nobody.
 */
import type { JsonObject } from '@tracewright/core';
import type { TextRule } from '../adapter/adapter.ts';
import { pushTo } from '../containers/push-to.ts';
import { readTextRecords } from '../containers/read-text-records.ts';
import { fenceOf } from '../written-calls/fences.ts';
import { templateOf, withoutBetween } from '../containers/without-between.ts';

const MAX_LINES = 20_000;
/** Lines that follow one another between two records. */
const ROUNDS = 4;
const LEAST = 3;
/** Share of the records that end so. */
const OFTEN = 0.08;
/** Share of such lines that end a record, and of them those with something above. */
const MOST = 0.9;
const MOST_SAY = 0.7;

export function findBetween(text: string, rule: TextRule): readonly string[] {
  const { records } = readTextRecords(text.split('\n', MAX_LINES).join('\n'), rule);
  const told = records.map((record) => ({ label: labelOf(record), lines: saidIn(record).split('\n') }));
  const everywhere = new Map<string, number>();
  for (const { lines } of told)
    for (const line of lines) {
      const key = templateOf(line);
      if (key !== undefined) everywhere.set(key, (everywhere.get(key) ?? 0) + 1);
    }
  const between = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const ends = new Map<string, { readonly label: string; readonly says: boolean }[]>();
    for (const { label, lines } of told) {
      const left = withoutBetween(lines, between);
      const last = left.findLastIndex((line) => line.trim() !== '');
      const key = templateOf(left[last] ?? '');
      if (key !== undefined && isTold(left[last] ?? '')) pushTo(ends, key, { label, says: last > 0 });
    }
    const size = between.size;
    for (const [key, list] of ends) {
      const isUsual = list.length >= Math.max(LEAST, records.length * OFTEN);
      const isLast = list.length >= (everywhere.get(key) ?? 0) * MOST;
      // A line of a log without a label may be one of those.
      const labelled = list.filter(({ label }) => label !== '');
      const isBelow =
        labelled.length >= LEAST && labelled.filter(({ says }) => says).length >= labelled.length * MOST_SAY;
      // What different labels end with is about none of them; what ends one alone may be an exit status.
      const isOfAll = new Set(list.map(({ label }) => label)).size > 1;
      if (isUsual && isLast && isBelow && isOfAll) between.add(key);
    }
    if (between.size === size) break;
  }
  return [...between];
}

function labelOf({ label, role }: JsonObject): string {
  return [label, role].find((value) => typeof value === 'string') ?? '';
}

function saidIn({ text, output, body }: JsonObject): string {
  return [text, output, body].find((value) => typeof value === 'string') ?? '';
}

/** Words, or a rule; brackets and fences close what was opened. */
function isTold(line: string): boolean {
  return (
    fenceOf(line) === undefined &&
    !/^\s*[\]})<`"'|]/.test(line) &&
    /\p{L}{2}|^\s*([-=_*~─━])\1{2}/u.test(line)
  );
}
