import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDiffLines } from './diff-lines.ts';

/** Each line with a letter before it: File, Hunk, Added, Removed, or a dot. */
function tell(text: string): string {
  const parts = findDiffLines(text);
  let at = 0;
  return text
    .split('\n')
    .map((line) => {
      const part = parts.find(({ start }) => start === at);
      at += line.length + 1;
      return part?.className.replace('diff-line diff-', '').charAt(0).toUpperCase() ?? '.';
    })
    .join('');
}

describe('findDiffLines', () => {
  it('finds the lines of a diff of git inside other output', () => {
    const text = [
      'On branch main',
      '- not a removed line',
      'diff --git a/x.ts b/x.ts',
      'index 1..2 100644',
      '--- a/x.ts',
      '+++ b/x.ts',
      '@@ -1,3 +1,3 @@ function f()',
      ' kept',
      '-- old',
      '+new',
      ' kept',
      '+ not a line of the hunk any more',
    ].join('\n');
    expect(tell(text)).toBe('..F.FFH.RA..');
  });

  it('takes hunks without counts, several, and one that was cut', () => {
    expect(tell('@@ -1 +1 @@\n-a\n+b\n@@ -9,9 +9,9 @@\n context\n-c')).toBe('HRAH.R');
    expect(tell('@@ -1,9 +1,9 @@\n-a\n...\n-b')).toBe('HR..');
  });

  it('finds the patches of apply_patch', () => {
    const text = 'x\n*** Begin Patch\n*** Update File: a.ts\n@@ class A\n kept\n-a\n+b\n*** End Patch\n-x';
    expect(tell(text)).toBe('.FFH.RAF.');
  });

  it('finds none in lists, ledgers and front matter', () => {
    expect(findDiffLines('- one\n- two\n+ three\n---\n+++ \n@@ mail @@')).toEqual([]);
  });

  it('gives parts in order that are lines of the text, whatever it is', () => {
    const line = fc.constantFrom(
      '@@ -1,2 +1,2 @@',
      '+a',
      '-b',
      ' c',
      '',
      '*** Begin Patch',
      '*** End Patch',
      '--- x',
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        let last = 0;
        for (const { start, end } of findDiffLines(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(start === 0 || text[start - 1] === '\n').toBe(true);
          expect(end === text.length || text[end - 1] === '\n').toBe(true);
          last = end;
        }
      }),
    );
  });
});
