/**
 * The headers of a text: lines that begin a record, as `User:`, `### Assistant`, `[tool] search`, `12:00:01 AGENT > ` do. Lines
 * are taken apart into decoration, time, level, label and end; shapes whose labels the field knows become patterns.
 */
import { fenceOf, followFence } from '../written-calls/fences.ts';
import type { TextRule } from '../adapter/adapter.ts';
import { chooseHeaders } from './choose-headers.ts';
import { findClosedNames } from './closed-names.ts';
import { withAnswerMarks } from './find-answer-marks.ts';
import { type HeaderLine, readHeaders } from './read-header-line.ts';
import { readPairs } from '../containers/read-pairs.ts';
import { isBlock, isHead, readTextRecords } from '../containers/read-text-records.ts';
import { readLabel } from '../words/vocabulary.ts';
import { pushTo } from '../containers/push-to.ts';

const MAX_LINES = 20_000;

export function induceTextRule(text: string): TextRule | undefined {
  const written = text.split('\n', MAX_LINES);
  const below = written.filter((line, index) => isHead(line, written[index + 1] ?? '')).length >= 3;
  const all = below
    ? written.map((line, index) =>
        isHead(line, written[index + 1] ?? '') ? `${line} ${(written[index + 1] ?? '').trim()}` : line,
      )
    : written;
  const skipFences = all.filter((line) => fenceOf(line) !== undefined).length >= 2;
  const found = collect(all, skipFences);
  const named = findClosedNames(all);
  // What a tool is given stands below its name: labels there begin nothing.
  const chosen = chooseHeaders(
    named.calls.length === 0
      ? found
      : found.filter(({ shape, index }) => shape.before !== '' && !named.lines.has(index)),
  );
  const { lines = [] } = chosen;
  const headers = [...named.calls, ...chosen.headers, ...named.results];
  if (headers.length === 0 && lines.length === 0) return undefined;
  const rule = withAnswerMarks(text, {
    headers,
    ...(below ? { below } : {}),
    ...(lines.length === 0 ? {} : { lines }),
    skipFences,
  });
  if (writesPairs(text, rule)) return { ...rule, pairs: true };
  const fenced = findFenced(text, rule);
  return fenced.length === 0 ? rule : { ...rule, fenced };
}

/** "TOOL CALL name=search args={...}" */
function writesPairs(text: string, rule: TextRule): boolean {
  const heads = readTextRecords(text.split('\n', MAX_LINES).join('\n'), rule).records.map(({ head }) => head);
  return heads.filter((head) => typeof head === 'string' && readPairs(head) !== undefined).length >= 2;
}

/** Labels of what came back that always stand over a fenced block, and now and then over what is said after it. */
function findFenced(text: string, rule: TextRule): string[] {
  if (!rule.skipFences) return [];
  const bodies = new Map<string, (readonly string[])[]>();
  for (const { label, head, body } of readTextRecords(text.split('\n', MAX_LINES).join('\n'), rule).records)
    if (
      typeof label === 'string' &&
      head === '' &&
      typeof body === 'string' &&
      readLabel(label)?.as === 'result'
    )
      pushTo(bodies, label, body.split('\n'));
  const beginsFenced = (lines: readonly string[]): boolean => fenceOf(lines[0] ?? '') !== undefined;
  return [...bodies]
    .filter(
      ([, list]) => list.length >= 2 && list.every(beginsFenced) && list.some((lines) => !isBlock(lines)),
    )
    .map(([label]) => label);
}

function collect(lines: readonly string[], skipFences: boolean): HeaderLine[] {
  const found: HeaderLine[] = [];
  let fence: string | undefined;
  for (const [index, raw] of lines.entries()) {
    const line = raw.slice(0, 300);
    const before = fence;
    if (skipFences) fence = followFence(before, line);
    if (before === undefined && fence === undefined) found.push(...readHeaders(line, index));
  }
  return found;
}
