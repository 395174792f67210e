import { expect, it } from 'vitest';
import { takeOffFrames } from './take-off-frames.ts';

const titles = (text: string): string[] => takeOffFrames(text.split('\n')).map(({ title }) => title);

it('makes a title of the edge of a panel, and takes the edges off its lines', () => {
  expect(
    titles(
      '╭─── Tool Output ───╮\n│                   │\n│  two lines        │\n│    of text        │\n╰─ model-1 ─────────╯',
    ),
  ).toEqual(['─── Tool Output', '', 'two lines', '  of text', '──────────']);
});

it('puts together what was broken to fit into a panel', () => {
  const [, line] = takeOffFrames([
    '┌──────────────┐',
    '│ {"path": "a, │',
    '│ b", "n": 2}  │',
    '└──────────────┘',
  ]);
  expect(line).toEqual({ line: '{"path": "a, b", "n": 2}', title: '{"path": "a, b", "n": 2}', index: 1 });
});

it('writes rules in one way and leaves the line as it is', () => {
  expect(titles('===== Step 1 =====\n--------------------\n---\n>>>>>>>> EXECUTING x...')).toEqual([
    '=== Step 1',
    '----------',
    '---',
    '>>> EXECUTING x...',
  ]);
  expect(takeOffFrames(['==== FAILURES ===='])[0]?.line).toBe('==== FAILURES ====');
});

it('leaves a table and a lone edge alone', () => {
  expect(titles('│ a │ b │\nplain │ text\n| a | b |')).toEqual(['│ a │ b │', 'plain │ text', '| a | b |']);
});

it('takes the last line of a tree for no foot of a panel', () => {
  const tree = ['.', '├── a.py', '└── b.py'];
  expect(titles(tree.join('\n'))).toEqual(tree);
  expect(titles('╭─ Shell ─╮\n│ tree    │\n└── b.py').at(-1)).toBe('└── b.py');
});

it('takes long lines and panels of many lines, as they come', () => {
  const top = `┌${' '.repeat(390)}x─x`;
  expect(titles(top)).toEqual([top]);
  const inside = `│${' '.repeat(200_000)}x`;
  expect(titles(`┌──┐\n${inside}\n│${'a'.repeat(200_000)} b│`)).toHaveLength(2);
  expect(titles(`┌──┐\n${'│ a      │\n'.repeat(200_000)}└──┘`)).toHaveLength(200_002);
});
