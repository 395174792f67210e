/**
 * Makes recorded text readable and honest: terminal escapes go, overwritten progress lines show only what a terminal
 * would still show, and characters that would hide or reorder text become visible.
 *
 * Source: ECMA-48 (CSI, OSC); Unicode TR9 section 2 (directional formatting), CVE-2021-42574 for why they are shown.
 */
// CSI sequences, OSC up to BEL or ST (bounded: a stray ESC ] must not eat the text), and two-character escapes.
export const TERMINAL_ESCAPE: RegExp =
  // oxlint-disable-next-line no-control-regex
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)|[ -/]+[0-~]|[0-Z\\^-~])/g;
// C0 except tab and line feed, DEL, C1, and the bidirectional embeddings, overrides and isolates.
// oxlint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** O(length). Idempotent. */
export function toPlainText(text: string): string {
  return makeVisible(dropOverwritten(text.replace(TERMINAL_ESCAPE, '')));
}

/** Characters that hide or reorder text as such that are seen. */
export function makeVisible(text: string): string {
  return text.replace(INVISIBLE, toVisible);
}

function dropOverwritten(text: string): string {
  if (!text.includes('\r')) return text;
  return listKept(text)
    .map(([start, end]) => text.slice(start, end))
    .join('');
}

/** The parts of a text that stay on a terminal, [start, end) each: of each line, what follows its last carriage return that is not at its end. */
export function listKept(text: string): readonly (readonly [start: number, end: number])[] {
  if (!text.includes('\r')) return [[0, text.length]];
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start <= text.length;) {
    const lineEnd = text.indexOf('\n', start);
    const next = lineEnd === -1 ? text.length : lineEnd;
    let end = next;
    while (end > start && text[end - 1] === '\r') end -= 1;
    const overwritten = text.slice(start, end).lastIndexOf('\r');
    kept.push([start + overwritten + 1, end]);
    if (lineEnd !== -1) kept.push([lineEnd, lineEnd + 1]);
    start = next + 1;
  }
  return kept;
}

function toVisible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
