/**
 * Finds diffs in a text, and what their lines are: unified diffs, as diff and git print them, and the patches of Codex's `apply_patch`.
 * Only inside a hunk does a line that begins with + or - count.
 */
import type { StyledPart } from './styled-parts.ts';

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const PATCH = '*** Begin Patch';
const PATCH_END = '*** End Patch';

/** O(length). */
export function findDiffLines(text: string): readonly StyledPart[] {
  const parts: StyledPart[] = [];
  if (!text.includes('@@ ') && !text.includes(PATCH)) return parts;
  let oldLeft = 0;
  let newLeft = 0;
  let isPatch = false;
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf('\n', start);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    const line = text.slice(start, Math.min(lineEnd === -1 ? text.length : lineEnd, start + 200));
    const put = (className: string): void => {
      parts.push({ start, end, className: `diff-line ${className}` });
    };
    const hunk = HUNK.exec(line);
    if (line === PATCH) {
      isPatch = true;
      put('diff-file');
    } else if (isPatch && line === PATCH_END) {
      isPatch = false;
      put('diff-file');
    } else if (hunk !== null) {
      oldLeft = Number(hunk[1] ?? 1);
      newLeft = Number(hunk[2] ?? 1);
      put('diff-hunk');
    } else if (isPatch) {
      if (line.startsWith('*** ')) put('diff-file');
      else if (line.startsWith('@@')) put('diff-hunk');
      else if (line.startsWith('+')) put('diff-added');
      else if (line.startsWith('-')) put('diff-removed');
    } else if (oldLeft > 0 || newLeft > 0) {
      if (line.startsWith('+')) {
        newLeft -= 1;
        put('diff-added');
      } else if (line.startsWith('-')) {
        oldLeft -= 1;
        put('diff-removed');
      } else if (line.startsWith(' ') || line === '') {
        oldLeft -= 1;
        newLeft -= 1;
      } else if (!line.startsWith('\\')) {
        oldLeft = 0;
        newLeft = 0;
      }
    } else if (
      line.startsWith('diff --git ') ||
      (line.startsWith('--- ') && text.startsWith('+++ ', end)) ||
      (line.startsWith('+++ ') && text.startsWith('@@ -', end))
    ) {
      put('diff-file');
    }
    start = end;
  }
  return parts;
}
