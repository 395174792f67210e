/**
 * Pictograms that a logger writes before what a tool brought, where no word says so (`INFO [controller] 📄  3 files` behind
 * `INFO [agent] 🛠️ Action: {...}`): lines that begin with one stand behind calls, and little else begins so.
 */
import type { JsonObject } from '@tracewright/core';
import type { TextRule } from '../adapter/adapter.ts';
import { quotePattern } from '../adapter/patterns.ts';
import { readTextRecords } from '../containers/read-text-records.ts';
import { readLabel } from '../words/vocabulary.ts';

const MARK = /^((?:\p{Extended_Pictographic}\uFE0F?){1,3})[ \t]/u;
const MAX_LINES = 20_000;
const LEAST = 3;
/** Share of the lines that begin so which stand behind a call, each behind one of its own. */
const MOST = 0.8;

/** The rule with headers for them; only of a log, whose lines without a label are records too. */
export function withAnswerMarks(text: string, rule: TextRule): TextRule {
  const { lines = [] } = rule;
  if (lines.length === 0) return rule;
  const { records } = readTextRecords(text.split('\n', MAX_LINES).join('\n'), rule);
  const counts = new Map<string, { all: number; behind: number }>();
  /** Calls that nothing has come back of yet. */
  let open = 0;
  for (const record of records) {
    const mark = markOf(record);
    if (mark === undefined) {
      open = isCall(record) ? open + 1 : 0;
      continue;
    }
    const { all, behind } = counts.get(mark) ?? { all: 0, behind: 0 };
    counts.set(mark, { all: all + 1, behind: behind + Number(open > 0) });
    open = Math.max(0, open - 1);
  }
  const answers = [...counts]
    .filter(([, { all, behind }]) => all >= LEAST && behind >= all * MOST)
    .map(([mark]) => `(?<label>${quotePattern(mark)})[ \\t]{1,4}`);
  if (answers.length === 0) return rule;
  return { ...rule, lines: lines.map((line) => ({ ...line, headers: [...line.headers, ...answers] })) };
}

function markOf({ label, head }: JsonObject): string | undefined {
  return label === undefined && typeof head === 'string' ? MARK.exec(head)?.[1] : undefined;
}

function isCall({ label }: JsonObject): boolean {
  return typeof label === 'string' && readLabel(label)?.as === 'call';
}
