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

const STROKE = '[─━═╌┄╍┅-]';
const TOP = new RegExp(
  `^[ \\t]{0,8}[╭┌╔┏]${STROKE}*(?:[ \\t]*([^─━═╌┄]*?)[ \\t]*${STROKE}*)[╮┐╗┓]?[ \\t]*$`,
  'u',
);
const MIDDLE = new RegExp(`^[ \\t]{0,8}[├╞╠┣]${STROKE}{2,}`, 'u');
const BOTTOM = /^[ \t]{0,8}[╰└╚┗][─━═╌┄-]/u;
const INSIDE = /^[ \t]{0,8}[│┃║](.*?)([│┃║]?)[ \t]*$/u;
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
  for (const [index, raw] of lines.entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const top = /[╭┌╔┏]/u.test(line.slice(0, 9)) && line.length <= 400 ? TOP.exec(line) : null;
    if (top !== null) {
      close();
      rule(index, top[1] ?? '');
      panel = [];
      continue;
    }
    const inside = panel === undefined ? null : INSIDE.exec(line);
    if (panel !== undefined && inside !== null) {
      const [, text = '', edge = ''] = inside;
      panel.push({ text: text.trimEnd(), index, width: edge === '' ? 0 : text.length });
      continue;
    }
    if (panel !== undefined && MIDDLE.test(line)) continue;
    close();
    if (BOTTOM.test(line)) rule(index, '');
    else drawn.push({ line, title: titleOf(line), index });
  }
  close();
  return drawn;
}

/** Lines of a panel without its margin; a line whose next word would not have fitted goes on in the next. */
function unwrap(
  panel: readonly { readonly text: string; readonly index: number; readonly width: number }[],
): { text: string; index: number }[] {
  const filled = panel.filter(({ text }) => text !== '');
  const margin = Math.min(...filled.map(({ text }) => text.length - text.trimStart().length), 8);
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
    const end = /\S*$/.exec(before.last)?.[0] ?? '';
    const isWord = before.last.length >= room && end.length + word.length > room;
    before.text += `${isWord ? '' : ' '}${own}`;
    before.last = own;
  }
  return joined;
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
