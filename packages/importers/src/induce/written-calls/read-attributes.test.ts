import { describe, expect, test } from 'vitest';
import { readAttributes } from './read-attributes.ts';

describe('readAttributes', () => {
  test('a call and what it brought, as JSON in a text of JSON, and what is said around it', () => {
    const call =
      '<fold type="tool_calls" id="c1" name="look" arguments="&quot;{\\&quot;at\\&quot;: &lt;1&gt;}&quot;" result="">'.replace(
        '&lt;1&gt;',
        '1',
      );
    const text = `I look.\n${call}\n<b>done</b>\n</fold>\n<tool name="wait" args="{&quot;s&quot;: 2}" output="&quot;a &lt;b&gt;&quot;"/>\nIt is shut.`;
    expect(readAttributes(text)).toEqual({
      text: 'I look.\n\n\nIt is shut.',
      thought: '',
      calls: [
        { tool: 'look', arguments: { at: 1 }, callId: 'c1' },
        { tool: 'wait', arguments: { s: 2 }, result: 'a <b>' },
      ],
    });
  });

  test('nothing where a tag names no tool or gives it no object', () => {
    expect(
      readAttributes('<a href="x" name="look">there</a> <call name="look" input="at 1"/>'),
    ).toBeUndefined();
  });

  test('is linear in tags that are never closed', () => {
    expect(readAttributes('<call name="look" '.repeat(50_000))).toBeUndefined();
    expect(readAttributes('<call name="look" args="{}">'.repeat(40_000))?.calls).toHaveLength(40_000);
  });
});
