/**
 * A console log as lines, without what is drawn around them: panels (`╭── Title ──╮`, `│ text │`) become titles and their text, lines
 * that were broken to fit into a panel are put together again, and rules (`==== Title ====`, `-----`) are written in one way.
 */

export interface DrawnLine {
  /** As it is written, without the frame around it. */
  readonly line: string;
  /** What headers are looked for in: a sign three times and the title, a bare rule three times, or ten times where it is long. */
  readonly title: string;
  /** 0-based, in the file. */
  readonly index: number;
}

const STROKES = '─━═╌┄╍┅-';
const SIDES = '│┃║';
const MIDDLE = /^[├╞╠┣][─━═╌┄╍┅-]{2}/u;
const MAX_INDENT = 8;
const MAX_EDGE = 400;
const RULE = /^[ \t]{0,4}([^\p{L}\p{N}\s"'`(){}[\]<|.,:;$@\\/#])\1{2,}(?!\1)/u;
const LONG = 10;
const FRAME = '─';

/** Linear in the lines. */
export function takeOffFrames(lines: readonly string[]): DrawnLine[] {
  const drawn: DrawnLine[] = [];
  let panel: { text: string; index: number; width: number }[] | undefined;
  const rule = (index: number, title: string): void => {
    const shown = title === '' ? FRAME.repeat(LONG) : `${FRAME.repeat(3)} ${title}`;
    drawn.push({ line: shown, title: shown, index });
  };
  const close = (): void => {
    if (panel !== undefined)
      for (const { text, index } of unwrap(panel)) drawn.push({ line: text, title: titleOf(text), index });
    panel = undefined;
  };
  for (const [index, line] of lines.entries()) {
    const start = line.trimStart();
    const shown = line.length - start.length > MAX_INDENT ? '' : start.trimEnd();
    const top = readEdge(shown, '╭┌╔┏', '╮┐╗┓');
    if (top !== undefined) {
      close();
      rule(index, top.title);
      panel = [];
      continue;
    }
    if (panel !== undefined && isOneOf(SIDES, shown[0])) {
      const isClosed = shown.length > 1 && isOneOf(SIDES, shown.at(-1));
      const text = shown.slice(1, isClosed ? -1 : undefined);
      panel.push({ text: text.trimEnd(), index, width: isClosed ? text.length : 0 });
      continue;
    }
    if (panel !== undefined && MIDDLE.test(shown)) continue;
    // "└── b.py" is the last line of a tree: a foot that is no stroke alone has both its corners.
    const foot = panel === undefined ? undefined : readEdge(shown, '╰└╚┗', '╯┘╝┛');
    const isFoot = foot !== undefined && (foot.title === '' || foot.isClosed);
    close();
    if (isFoot) rule(index, '');
    else drawn.push({ line, title: titleOf(line), index });
  }
  close();
  return drawn;
}

/** The upper or lower edge of a panel, `╭── Title ──╮`; the right corner may be missing. Linear in the line. */
function readEdge(
  line: string,
  left: string,
  right: string,
): { readonly title: string; readonly isClosed: boolean } | undefined {
  if (line.length > MAX_EDGE || !isOneOf(left, line[0])) return undefined;
  const isClosed = line.length > 1 && isOneOf(right, line.at(-1));
  let start = 1;
  let end = isClosed ? line.length - 1 : line.length;
  while (start < end && isOneOf(STROKES, line[start])) start += 1;
  while (end > start && isOneOf(STROKES, line[end - 1])) end -= 1;
  const title = line.slice(start, end).trim();
  return /[─━═╌┄]/u.test(title) ? undefined : { title, isClosed };
}

function isOneOf(signs: string, sign: string | undefined): boolean {
  return sign !== undefined && signs.includes(sign);
}

/** Lines of a panel without its margin; a line whose next word would not have fitted goes on in the next. */
function unwrap(
  panel: readonly { readonly text: string; readonly index: number; readonly width: number }[],
): { text: string; index: number }[] {
  let margin = MAX_INDENT;
  for (const { text } of panel)
    if (text !== '') margin = Math.min(margin, text.length - text.trimStart().length);
  const joined: { text: string; index: number; last: string }[] = [];
  for (const { text, index, width } of panel) {
    const own = text.slice(margin);
    const before = joined.at(-1);
    const room = width - 2 * margin;
    const word = /^\S*/.exec(own)?.[0] ?? '';
    const isBroken =
      before !== undefined &&
      before.last !== '' &&
      word !== '' &&
      width > 0 &&
      before.last.length + 1 + word.length > room;
    if (!isBroken) {
      joined.push({ text: own, index, last: own });
      continue;
    }
    // A word that is longer than a line is broken in itself.
    const isWord = before.last.length >= room && lengthOfLastWord(before.last) + word.length > room;
    before.text += `${isWord ? '' : ' '}${own}`;
    before.last = own;
  }
  return joined;
}

function lengthOfLastWord(text: string): number {
  let start = text.length;
  while (start > 0 && /\S/.test(text[start - 1] ?? '')) start -= 1;
  return text.length - start;
}

function titleOf(line: string): string {
  const match = RULE.exec(line.slice(0, 400));
  const [all = '', sign = ''] = match ?? [];
  if (match === null) return line;
  const run = all.trimStart().length;
  let rest = line.slice(all.length).trim();
  if (rest === '') return sign.repeat(run >= LONG ? LONG : 3);
  let end = rest.length;
  while (end > 0 && rest[end - 1] === sign) end -= 1;
  if (rest.length - end >= 2) rest = rest.slice(0, end).trim();
  return `${sign.repeat(3)} ${rest}`;
}
