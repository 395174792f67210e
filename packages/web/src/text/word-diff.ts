/** Which words of two texts differ, by their longest common subsequence. */
export interface TextPiece {
  readonly text: string;
  /** The other text has no such word in this place. */
  readonly isChanged: boolean;
}

/** Beyond this many cells the middle of both texts counts as changed: a table of words that large says nothing to a reader. */
const MAX_CELLS = 1_000_000;

/** O(nm) in the words between the common beginning and end. The pieces of each side put together are the text itself. */
export function diffWords(a: string, b: string): readonly [readonly TextPiece[], readonly TextPiece[]] {
  const [left, right] = [splitWords(a), splitWords(b)];
  let start = 0;
  const shorter = Math.min(left.length, right.length);
  while (start < shorter && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  const [isChangedLeft, isChangedRight] = [
    left.map((_, index) => index >= start && index < left.length - end),
    right.map((_, index) => index >= start && index < right.length - end),
  ];
  for (const [i, j] of findCommon(
    left.slice(start, left.length - end),
    right.slice(start, right.length - end),
  )) {
    isChangedLeft[start + i] = false;
    isChangedRight[start + j] = false;
  }
  return [joinPieces(left, isChangedLeft), joinPieces(right, isChangedRight)];
}

/** Words, numbers, and each other character by itself; spaces go with what stands before them. */
function splitWords(text: string): readonly string[] {
  return text.match(/(?:[\p{L}\p{N}_]+|[^\s])\s*|\s+/gu) ?? [];
}

function findCommon(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length === 0 || b.length === 0 || a.length * b.length > MAX_CELLS) return [];
  const stride = b.length + 1;
  /** Longest common subsequence of a[i..] and b[j..]. */
  const lengths = new Uint16Array((a.length + 1) * stride);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * stride + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * stride + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * stride + j] ?? 0, lengths[i * stride + j + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if ((lengths[(i + 1) * stride + j] ?? 0) >= (lengths[i * stride + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return pairs;
}

function joinPieces(words: readonly string[], isChanged: readonly boolean[]): TextPiece[] {
  const pieces: { text: string; isChanged: boolean }[] = [];
  for (const [index, text] of words.entries()) {
    const last = pieces.at(-1);
    const changed = isChanged[index] ?? false;
    if (last?.isChanged === changed) last.text += text;
    else pieces.push({ text, isChanged: changed });
  }
  return pieces;
}
