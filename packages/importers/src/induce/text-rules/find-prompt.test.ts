import { describe, expect, test } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { findPrompt } from './find-prompt.ts';
import { induceTemplateRule } from './induce-template-rule.ts';

const NONE: ReadonlySet<number> = new Set();

describe('findPrompt', () => {
  test('the sign behind which somebody types, and nothing that is quoted or taken', () => {
    expect(findPrompt(['❯ go', 'Gone.', '❯ ', '❯ back', 'Back.'], NONE)?.patterns).toEqual(['❯(?![^ ]) ?']);
    expect(findPrompt(['> a', '> b', 'said', '> c', '> d'], NONE)).toBeUndefined();
    expect(findPrompt(['$ ls', 'a.txt', '$ ls'], new Set([0]))).toBeUndefined();
    expect(findPrompt(['call', '> a', 'A.', '> b', 'B.'], new Set([0]))).toBeUndefined();
    expect(findPrompt(['> go', 'Gone.'], NONE)).toBeUndefined();
  });

  test('calls are quoted, blocks below them came back, the rest is said', () => {
    const text = `Press Ctrl+C to leave.
>>> is the shop open?

> @Call \`opening_hours(day="Friday", options="{'holiday': None}")\`

\`\`\`text
[]
\`\`\`

> @Call \`ring_shop(note="say "hello" first")\`

\`\`\`text
nobody there
\`\`\`
It is closed.

Try tomorrow.
>>> thanks
You are welcome.
>>>
`;
    const rule = induceTemplateRule(text);
    expect(rule === undefined ? [] : readTextRecords(text, rule).records).toEqual([
      { label: 'log', text: 'Press Ctrl+C to leave.' },
      { label: 'user', text: 'is the shop open?' },
      {
        label: 'tool_call',
        tool: 'opening_hours',
        input: { day: 'Friday', options: "{'holiday': None}" },
        output: '[]',
      },
      {
        label: 'tool_call',
        tool: 'ring_shop',
        input: { note: 'say "hello" first' },
        output: 'nobody there',
      },
      { label: 'assistant', text: 'It is closed.\n\nTry tomorrow.' },
      { label: 'user', text: 'thanks' },
      { label: 'assistant', text: 'You are welcome.' },
    ]);
  });
});
