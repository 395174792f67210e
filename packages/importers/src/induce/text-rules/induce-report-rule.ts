/**
 * A report in Markdown of what an agent did: a heading for each call that is the tool's name in code (`### 🔧 \`search\``), what it was
 * given and what came back under labels in bold (`**Parameters:**`, `**Result:**`, `❌ **Error:** text`, `**→** text`), lines `---` between
 * the turns. What stands behind such a line, and below a result that is one fenced block, is said by the agent.
 */
import { followFence } from '../written-calls/fences.ts';
import type { TextRule } from '../adapter/adapter.ts';
import { isCheap, quoteOneOf } from '../adapter/patterns.ts';
import { pushTo } from '../containers/push-to.ts';
import { readLabel, readRole } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;
const NAME = String.raw`[\p{L}_][\w.:\/\-]{0,79}`;
const MARK = String.raw`(?:[^\p{L}\p{N}\s#*\x60]{1,6} )?`;
const HEADING = /^(#{1,6}) (\S.{0,100})$/u;
const CALLED = new RegExp(`^${MARK}\`${NAME}\`$`, 'u');
const TITLE = new RegExp(`^${MARK}(\\p{L}[\\p{L} ]{1,40})$`, 'u');
const LABEL = new RegExp(`^${MARK}\\*\\*([\\p{L}][\\p{L} ]{0,30}|→|->|=>)(?::\\*\\*|\\*\\*:?)(?=\\s|$)`, 'u');
/** "*(No output)*": nothing came back. */
const NOTHING = /^[*_]{1,2}\((\p{L}[\p{L} ]{1,30})\)[*_]{1,2}$/u;
const DIVIDER = '---';
const LEAST = 3;
/** Share of the tools' headings below which a label or a fenced block stands. */
const MOST = 0.7;

/** Undefined unless three headings of one depth name tools in code, over labels of what came back. */
export function induceReportRule(text: string): TextRule | undefined {
  const found = readLines(text);
  const called = found.filter(({ kind }) => kind === 'called');
  const depth = called[0]?.depth ?? 0;
  if (called.length < LEAST || called.some((line) => line.depth !== depth)) return undefined;
  const told = called.filter(({ next }) => next === 'label' || next === 'fence' || next === 'nothing');
  const labels = labelsOf(found, 'label');
  if (told.length < called.length * MOST || !labels.some(isResult)) return undefined;
  const titles = labelsOf(found, 'title').filter((title) => isKnown(title));
  const nothing = labelsOf(found, 'nothing');
  const headers = [
    `${'#'.repeat(depth)} ${MARK}\\x60(?<call>${NAME})\\x60(?![^ ])`,
    ...(titles.length === 0 ? [] : [`#{1,6} ${MARK}(?<label>${quoteOneOf(titles)})(?![^ ])`]),
    `${MARK}\\*\\*(?<label>${quoteOneOf(labels)})(?::\\*\\*|\\*\\*:?)[ \\t]?`,
    ...(nothing.length === 0 ? [] : [`[*_]{1,2}\\((?<label>${quoteOneOf(nothing)})\\)[*_]{1,2}(?![^ ])`]),
  ];
  const fenced = labels.filter(
    (label) => isResult(label) && found.some((line) => line.label === label && line.next === 'fence'),
  );
  const divides = found.filter(({ kind }) => kind === 'divider').length >= LEAST;
  return {
    headers: headers.filter(isCheap),
    skipFences: true,
    ...(fenced.length === 0 ? {} : { fenced }),
    ...(divides ? { divider: DIVIDER } : {}),
  };
}

interface Line {
  readonly kind: 'called' | 'title' | 'label' | 'nothing' | 'divider' | 'fence' | 'text';
  /** Of a heading. */
  readonly depth: number;
  readonly label: string;
  /** What the next line is that is not blank; of a label also whether it stands under a tool. */
  readonly next: Line['kind'] | undefined;
  readonly isUnder: boolean;
  readonly isFirst: boolean;
}

/** Those outside of fenced blocks that are not blank. */
function readLines(text: string): readonly Line[] {
  const lines: Omit<Line, 'next'>[] = [];
  let fence: string | undefined;
  let isUnder = false;
  for (const raw of text.split('\n', MAX_LINES)) {
    const line = raw.slice(0, 200).trimEnd();
    const before = fence;
    fence = followFence(before, line);
    if (line === '' || before !== undefined) continue;
    const read = fence !== undefined ? { kind: 'fence' as const, depth: 0, label: '' } : readLine(line);
    const above = lines.at(-1)?.kind;
    if (read.depth > 0) isUnder = read.kind === 'called';
    if (read.kind === 'divider') isUnder = false;
    lines.push({ ...read, isUnder, isFirst: above === 'divider' || above === 'title' });
  }
  return lines.map((line, index) => ({ ...line, next: lines[index + 1]?.kind }));
}

function readLine(line: string): Pick<Line, 'kind' | 'depth' | 'label'> {
  if (line === DIVIDER) return { kind: 'divider', depth: 0, label: '' };
  const [, signs = '', heading = ''] = HEADING.exec(line) ?? [];
  if (signs !== '')
    return CALLED.test(heading)
      ? { kind: 'called', depth: signs.length, label: '' }
      : { kind: 'title', depth: signs.length, label: TITLE.exec(heading)?.[1] ?? '' };
  const nothing = NOTHING.exec(line)?.[1];
  if (nothing !== undefined) return { kind: 'nothing', depth: 0, label: nothing };
  const label = LABEL.exec(line)?.[1];
  return { kind: label === undefined ? 'text' : 'label', depth: 0, label: label ?? '' };
}

/** What the field knows of labels under tools, and of others where something begins with them; titles that recur. */
function labelsOf(lines: readonly Line[], kind: 'title' | 'label' | 'nothing'): readonly string[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) if (line.kind === kind && line.label !== '') pushTo(groups, line.label, line);
  return [...groups]
    .filter(([label, list]) => {
      if (kind === 'title') return list.length >= 2;
      const isHere = list.some(({ isUnder }) => isUnder);
      const as = readLabel(label)?.as;
      if (kind === 'nothing') return isHere && as === 'result';
      return (
        (isHere && (isResult(label) || as === 'arguments')) ||
        (as === 'note' && list.every(({ isFirst }) => isFirst))
      );
    })
    .map(([label]) => label);
}

function isResult(label: string): boolean {
  return /^(?:→|->|=>)$/.test(label) || readLabel(label)?.as === 'result';
}

function isKnown(label: string): boolean {
  return readLabel(label) !== undefined || readRole(label) !== undefined;
}
