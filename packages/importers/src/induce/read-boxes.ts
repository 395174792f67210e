/**
 * Text in boxes, as terminal programs draw them: what stands in a box under its title, without the frame, and lines that were
 * broken to fit into it put together again.
 */

const TOP = /^\s{0,8}[╭┌╔┏][─━═]{1,400}(?: (.{1,200}?) [─━═]{1,400})?[╮┐╗┓]\s*$/u;
const BOTTOM = /^\s{0,8}[╰└╚┗][─━═╌ ]{0,4}.{0,400}[╯┘╝┛]\s*$/u;
const SIDE = /^\s{0,8}[│┃║](.{0,1000})[│┃║]\s*$/u;
/** `━━━━ Step 1 ━━━━` */
const RULE = /^\s{0,8}[─━═]{3,400} (.{1,120}?) [─━═]{3,400}\s*$/u;
const MIN_BOXES = 2;
const HEAD = 200_000;

export function hasBoxes(text: string): boolean {
  let boxes = 0;
  for (const line of text.slice(0, HEAD).split('\n'))
    if (TOP.test(line) && (boxes += 1) >= MIN_BOXES) return true;
  return false;
}

export function readBoxes(text: string): string {
  const lines: string[] = [];
  let inside: string[] | undefined;
  const close = (): void => {
    lines.push(...unwrap(inside ?? []));
    inside = undefined;
  };
  for (const line of text.split('\n')) {
    const side = inside === undefined ? undefined : SIDE.exec(line)?.[1];
    if (side !== undefined) {
      inside?.push(side);
      continue;
    }
    const isEnd = inside !== undefined && BOTTOM.test(line);
    close();
    if (isEnd) continue;
    const top = TOP.exec(line);
    const title = top === null ? RULE.exec(line)?.[1] : top[1];
    if (top !== null) inside = [];
    if (title !== undefined) lines.push(`${title.trim()}:`);
    else if (top === null) lines.push(line);
  }
  close();
  return lines.join('\n');
}

/** A line whose follower's first word had no room in it goes on there. */
function unwrap(rows: readonly string[]): string[] {
  const left = Math.min(
    ...rows.filter((row) => row.trim() !== '').map((row) => row.length - row.trimStart().length),
  );
  const lines: string[] = [];
  let isFull = false;
  for (const [index, row] of rows.entries()) {
    const text = row.slice(left).trimEnd();
    const last = lines.at(-1);
    if (isFull && last !== undefined && text !== '') lines[lines.length - 1] = `${last} ${text.trimStart()}`;
    else lines.push(text);
    const next = rows[index + 1]?.slice(left).trimEnd() ?? '';
    const [word = ''] = next.split(' ', 1);
    const room = row.length - 2 * left - text.length;
    isFull = text !== '' && next !== '' && word.length + 1 > room;
  }
  return lines.filter((line, index) => line !== '' || (index > 0 && index < lines.length - 1));
}
