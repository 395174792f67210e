import { describe, expect, it } from 'vitest';
import { readBullets } from './read-bullets.ts';

describe('readBullets', () => {
  it('reads names in bold, lists in lists and what stands below a name', () => {
    const text = `*   **path**: \`7\`
*   **limit**:
    7
*   **force**:
    *true*
*   **edits**:
    *   -
        *   **line**: 3
        *   **put**: two words
    *   -
        *   **line**: 5
*   **tags**:
    *   - \`a\`
    *   - \`b\`
*   **of**: *empty object*`;
    expect(readBullets(text)).toEqual({
      path: '7',
      limit: 7,
      force: true,
      edits: [{ line: 3, put: 'two words' }, { line: 5 }],
      tags: ['a', 'b'],
      of: {},
    });
    expect(readBullets('- `path`: a.md')).toEqual({ path: 'a.md' });
    expect(readBullets('_no arguments_')).toEqual({});
  });

  it('leaves lists of anything else', () => {
    expect(readBullets('- one\n- two')).toBeUndefined();
    expect(readBullets('- **path**: a\n- two')).toBeUndefined();
    expect(readBullets('**path**: a')).toBeUndefined();
    expect(readBullets('- **path**: a\nand so on')).toBeUndefined();
  });

  it('is done at once with lists that are too deep', () => {
    const lines = Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}- **a**:`);
    expect(readBullets(lines.join('\n'))).toBeUndefined();
  });
});
