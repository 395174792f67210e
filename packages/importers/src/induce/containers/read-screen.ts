/**
 * What a recorded terminal showed, as text: the printed parts of `[time, "o", "text"]` lines, or of a raw log of the terminal, without
 * colours and cursor movements; what was overprinted in a line is gone, as on the screen.
 */
import type { JsonValue } from '@tracewright/core';

/** Control sequences: CSI, OSC and the like, other escapes. */
const ESCAPE = String.fromCodePoint(0x1b);
const BELL = String.fromCodePoint(0x07);
const CONTROL = new RegExp(
  `${ESCAPE}(?:\\[[0-9;?<=>!]{0,40}[ -/]{0,4}[@-~]|[\\]PX^_][^${BELL}${ESCAPE}]{0,4000}(?:${BELL}|${ESCAPE}\\\\)|[ -/]{0,4}[0-~])`,
  'g',
);
/** A line is erased, or what follows where it is written anew. */
const ERASED = new RegExp(`${ESCAPE}\\[[12]K|\\r${ESCAPE}\\[0?K`, 'g');
const ANEW = '\r\0';
/** Tabs and line breaks stay. */
const UNPRINTED = /(?![\t\n])\p{Cc}/gu;

/** The text of a recording's printed events; undefined when it is none. */
export function readRecording(text: string): string | undefined {
  const lines = text.split('\n');
  const printed: string[] = [];
  let events = 0;
  let others = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const event = line.startsWith('[') ? readEvent(line) : undefined;
    if (event === undefined) others += 1;
    else {
      events += 1;
      if (event.code === 'o') printed.push(event.data);
    }
  }
  // A header, a torn line.
  return events < 2 || others > 1 + events * 0.05 ? undefined : printed.join('');
}

function readEvent(line: string): { readonly code: string; readonly data: string } | undefined {
  try {
    const value = JSON.parse(line) as JsonValue;
    if (!Array.isArray(value)) return undefined;
    const [time, code, data] = value as readonly JsonValue[];
    return typeof time === 'number' &&
      typeof code === 'string' &&
      code.length === 1 &&
      typeof data === 'string'
      ? { code, data }
      : undefined;
  } catch {
    return undefined;
  }
}

export function hasControls(text: string): boolean {
  return text.slice(0, 200_000).includes(`${ESCAPE}[`);
}

/** As the screen shows it in the end. */
export function readScreen(text: string): string {
  return text
    .replaceAll(ERASED, ANEW)
    .replaceAll(CONTROL, '')
    .split('\n')
    .map((line) => overprint(line.slice(line.lastIndexOf(ANEW) + 1)))
    .join('\n');
}

function overprint(line: string): string {
  const last = line.split('\r').findLast((part) => part !== '') ?? '';
  if (!last.includes('\b')) return last.replaceAll(UNPRINTED, '');
  const characters: string[] = [];
  for (const character of last) {
    if (character === '\b') characters.pop();
    else characters.push(character);
  }
  return characters.join('').replaceAll(UNPRINTED, '');
}
