/**
 * What a terminal would show of recorded output: the text as `toPlainText` gives it, and how its parts are set. Of the escapes only colours and faces
 * (SGR) are understood; cursor moves, titles, links and everything else go.
 *
 * Source: ECMA-48 8.3.117 (SGR); the 256 colours and 38;2 of xterm.
 */
import { listKept, makeVisible, TERMINAL_ESCAPE, toPlainText } from './plain-text.ts';

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
export type TerminalColor = (typeof COLORS)[number] | 'grey';
export type TerminalStyle =
  | TerminalColor
  | `on-${TerminalColor}`
  | 'bold'
  | 'dim'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'inverse';

export interface StyledRange {
  readonly start: number;
  readonly end: number;
  readonly styles: readonly TerminalStyle[];
}

export interface TerminalText {
  readonly text: string;
  /** Ascending, without overlap; what no range covers has no style. */
  readonly ranges: readonly StyledRange[];
}

type Face = 'bold' | 'dim' | 'italic' | 'underline' | 'strike' | 'inverse';
const FACES: Readonly<Record<number, Face>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
};
const FACES_OFF: Readonly<Record<number, readonly Face[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
};

interface Pen {
  color: TerminalColor | undefined;
  background: TerminalColor | undefined;
  readonly faces: Set<Face>;
}

/** O(length). */
export function readTerminalText(recorded: string): TerminalText {
  // oxlint-disable-next-line no-control-regex
  if (!/\u001b\[[\d;:]*m/.test(recorded)) return { text: toPlainText(recorded), ranges: [] };
  const pen: Pen = { color: undefined, background: undefined, faces: new Set() };
  const runs: Run[] = [];
  let at = 0;
  for (const { index, 0: escape } of recorded.matchAll(TERMINAL_ESCAPE)) {
    if (index > at) runs.push({ text: recorded.slice(at, index), styles: readStyles(pen) });
    at = index + escape.length;
    if (escape.startsWith('\u001b[') && escape.endsWith('m')) applySgr(pen, escape.slice(2, -1));
  }
  runs.push({ text: recorded.slice(at), styles: readStyles(pen) });
  return cutToKept(runs);
}

type Run = { readonly text: string; readonly styles: readonly TerminalStyle[] };

/** Both lists go through the same text, each in parts of its own. */
function cutToKept(runs: readonly Run[]): TerminalText {
  const kept = listKept(runs.map((run) => run.text).join(''));
  const ranges: StyledRange[] = [];
  let text = '';
  let start = 0;
  let place = 0;
  for (const run of runs) {
    const end = start + run.text.length;
    const from = text.length;
    for (let part = kept[place]; part !== undefined && part[0] < end; part = kept[place]) {
      text += makeVisible(run.text.slice(Math.max(part[0] - start, 0), part[1] - start));
      if (part[1] > end) break;
      place += 1;
    }
    if (text.length > from && run.styles.length > 0)
      ranges.push({ start: from, end: text.length, styles: run.styles });
    start = end;
  }
  return { text, ranges };
}

function readStyles({ color, background, faces }: Pen): readonly TerminalStyle[] {
  return [
    ...(color === undefined ? [] : [color]),
    ...(background === undefined ? [] : [`on-${background}` as const]),
    ...faces,
  ];
}

/** `1;31`, `38;5;196`, `38:2::255:0:0`; what is not understood changes nothing. */
function applySgr(pen: Pen, parameters: string): void {
  const codes = parameters.split(';').map((parameter) => parameter.split(':').map(Number));
  for (let at = 0; at < codes.length; at += 1) {
    const [code = 0, ...sub] = codes[at] ?? [];
    const face = FACES[code];
    if (code === 0) {
      pen.color = undefined;
      pen.background = undefined;
      pen.faces.clear();
    } else if (code === 38 || code === 48) {
      const rest = sub.length > 0 ? sub : codes.slice(at + 1).flat();
      const [color, length] = readColor(rest);
      if (sub.length === 0) at += length;
      if (code === 38) pen.color = color;
      else pen.background = color;
    } else if (face !== undefined) {
      if (sub[0] === 0) pen.faces.delete(face);
      else pen.faces.add(face);
    } else if (code === 39) pen.color = undefined;
    else if (code === 49) pen.background = undefined;
    else {
      for (const off of FACES_OFF[code] ?? []) pen.faces.delete(off);
      const tens = Math.floor(code / 10);
      if (tens === 3 || tens === 9) pen.color = nameColor(code % 10, tens === 9) ?? pen.color;
      if (tens === 4 || tens === 10) pen.background = nameColor(code % 10, tens === 10) ?? pen.background;
    }
  }
}

/** @returns the colour, undefined when it is none, and how many parameters name it */
function readColor(rest: readonly number[]): readonly [TerminalColor | undefined, number] {
  if (rest[0] === 5) return [nameIndexed(rest[1] ?? 0), 2];
  if (rest[0] !== 2) return [undefined, 1];
  // With colons a colour space stands before the three.
  const [red = 0, green = 0, blue = 0] = rest.length === 5 ? rest.slice(2) : rest.slice(1, 4);
  return [nameRgb(red, green, blue), 4];
}

function nameColor(index: number, isBright: boolean): TerminalColor | undefined {
  return isBright && index === 0 ? 'grey' : COLORS[index];
}

function nameIndexed(index: number): TerminalColor | undefined {
  if (index < 16) return nameColor(index % 8, index >= 8);
  if (index >= 232) return nameRgb(...([0, 0, 0].fill(8 + (index - 232) * 10) as [number, number, number]));
  const cube = index - 16;
  return nameRgb(Math.floor(cube / 36) * 51, (Math.floor(cube / 6) % 6) * 51, (cube % 6) * 51);
}

/** The nearest of the names: those have colours that can be read in each theme. */
function nameRgb(red: number, green: number, blue: number): TerminalColor {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most - least < 40) return most < 64 ? 'black' : most < 176 ? 'grey' : 'white';
  const middle = (most + least) / 2;
  const index = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
  return COLORS[index] ?? 'white';
}
