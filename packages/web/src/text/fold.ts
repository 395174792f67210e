/** Cuts a long text down to its beginning, at a line end where there is one. */
export interface FoldLimits {
  readonly lines: number;
  /** UTF-16 units. */
  readonly characters: number;
}

export interface Fold {
  /** How much of the text to show, UTF-16 units. */
  readonly shown: number;
  readonly lines: number;
}

/** A text is folded only when that hides more than a few lines: a button to reveal two lines helps nobody. */
const SLACK = 1.4;

/**
 * @returns undefined when the text is short enough to be shown whole. O(length).
 */
export function foldText(text: string, limits: FoldLimits): Fold | undefined {
  let lines = 1;
  let cut = -1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (lines === limits.lines) cut = at;
    lines += 1;
  }
  if (lines <= limits.lines * SLACK && text.length <= limits.characters * SLACK) return undefined;
  const shown = cut === -1 ? text.length : text.slice(0, cut).trimEnd().length;
  if (shown <= limits.characters * SLACK) return { shown, lines };
  return { shown: wholeCharacters(text, limits.characters), lines };
}

/** Never cuts a surrogate pair in two. */
function wholeCharacters(text: string, length: number): number {
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}

/** The text in pieces of about `size` UTF-16 units, cut after line ends where possible: [start, end) each. */
export function listPieces(
  text: string,
  size: number,
): readonly { readonly start: number; readonly end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length;) {
    const limit = start + size;
    const lineEnd = limit >= text.length ? text.length : text.lastIndexOf('\n', limit - 1) + 1;
    const end = lineEnd > start ? lineEnd : Math.max(start + 1, wholeCharacters(text, limit));
    pieces.push({ start, end });
    start = end;
  }
  return pieces;
}
