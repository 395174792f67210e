import { expect, it } from 'vitest';
import { induceMarkRule } from './induce-mark-rule.ts';
import { readTextRecords } from '../containers/read-text-records.ts';

const PASTE =
  '> which node?\n\n⏺ Bash(node --version)\n  ⎿  v20\n\n⏺ Node 20.\n\n> and npm?\n\n⏺ Bash(npm -v)\n  ⎿  10\n';

it('tells by the sign before a line whose it is', () => {
  const rule = induceMarkRule(PASTE);
  const { records } = readTextRecords(PASTE, rule ?? { headers: [], skipFences: false });
  expect(records.map(({ label, head }) => [label, head])).toEqual([
    ['>', 'which node?'],
    ['⏺', 'Bash(node --version)'],
    ['⎿', 'v20'],
    ['⏺', 'Node 20.'],
    ['>', 'and npm?'],
    ['⏺', 'Bash(npm -v)'],
    ['⎿', '10'],
  ]);
});

it('takes no quotations and no lists for it', () => {
  expect(induceMarkRule('> quoted\n> more\n\nand prose\n')).toBeUndefined();
  expect(induceMarkRule('• one\n• two\n• three\n')).toBeUndefined();
});

it('reads a word behind a sign of its own, which ends what came back', () => {
  const text = PASTE.replaceAll('\n\n⏺ Node', '\n\n✦ Thinking... (3s)\n\n  It is new.\n\n⏺ Node').replace(
    '\n\n⏺ Bash(npm',
    '\n\n✦ Thinking...\n\n⏺ Bash(npm',
  );
  const rule = induceMarkRule(text);
  const { records } = readTextRecords(text, rule ?? { headers: [], skipFences: false });
  expect(records.slice(2, 5).map(({ label, text: said }) => [label, said])).toEqual([
    ['⎿', 'v20'],
    ['Thinking', '  It is new.'],
    ['⏺', 'Node 20.'],
  ]);
});
