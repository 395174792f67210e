import { describe, expect, it } from 'vitest';
import { readNamedTags } from './read-named-tags.ts';

describe('readNamedTags', () => {
  it('reads tags that are named as the tool, a tag for each parameter', () => {
    expect(
      readNamedTags(
        '<thinking>\nFirst look.\n</thinking>\nI read it.\n<read_file>\n<path>a.ts</path>\n<limit>20</limit>\n</read_file>',
      ),
    ).toEqual({
      thought: 'First look.',
      text: 'I read it.',
      calls: [{ tool: 'read_file', arguments: { path: 'a.ts', limit: 20 } }],
    });
  });

  it('takes no markup for calls', () => {
    expect(readNamedTags('<ul><li>one</li></ul> and <b>bold</b>')).toBeUndefined();
    expect(readNamedTags('<note>some words <b>here</b></note>')).toBeUndefined();
    expect(readNamedTags('<read_file><path>a.ts</path>')).toBeUndefined();
    expect(readNamedTags('<a>'.repeat(5_000))).toBeUndefined();
  });
});
