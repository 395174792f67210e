import { expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { induceBlockRule } from './induce-block-rule.ts';
import { readTextRecords } from '../containers/read-text-records.ts';

const PAIRS = [
  'visitor (to guide):\n\nWhen does the tower open?\n\n--------------------\n',
  'guide (to visitor):\n\nI look it up.\n',
  '***** Proposed tool call (c1): opening_hours *****\nArguments: \n{"place":"tower"}\n**********************\n\n--------------------\n',
  '***** Response from tool (c1) *****\nError: closed page\n**********************\n\n--------------------\n',
  '***** Proposed tool call (c2): opening_hours *****\nArguments: \n{"place":"old tower"}\n**********************\n\n--------------------\n',
  '***** Response from tool (c2) *****\n9 to 5\n**********************\n\n--------------------\n',
  'guide (to visitor):\n\nFrom 9 to 5.\n\n--------------------\n',
].join('');

const PANELS = [
  ['Agent Call', ['Agent: Cook', '', 'Thought: I need the stock.', 'Tool: count_eggs']],
  ['Tool Input', ['{"fridge": "left"}']],
  ['Tool Output', ['twelve']],
  ['Agent Call', ['Agent: Cook', '', 'Thought: Too few.', 'Tool: order_eggs']],
  ['Tool Input', ['{"count": 6}']],
  ['Tool Output', ['ordered']],
  ['Agent Answer', ['There are twelve eggs, six are on their way.']],
] as const;

function draw(title: string, lines: readonly string[]): string {
  const body = lines.map((line) => `│ ${line.padEnd(56)} │\n`).join('');
  return `╭── ${title} ${'─'.repeat(54 - title.length)}╮\n${body}╰${'─'.repeat(58)}╯\n`;
}

it('reads titles in rules with the tool and the id of the call, and labels below them as members', () => {
  const rule = induceBlockRule(PAIRS);
  expect(rule?.blocks?.members).toEqual(['Arguments']);
  const { records } = readTextRecords(PAIRS, rule ?? { headers: [], skipFences: false });
  expect(records[2]).toMatchObject({ callId: 'c1', tool: 'opening_hours', Arguments: '{"place":"tower"}' });
  expect(records[3]).toMatchObject({ label: 'Response from tool', callId: 'c1', text: 'Error: closed page' });
});

it('reads speakers, calls and what came back', () => {
  const { adapter } = induceAdapter([{ path: 'a.log', text: PAIRS }], 'a', '2026-01-01T00:00:00Z');
  expect(adapter.body.cases.map(({ as }) => as)).toEqual(['call', 'result', 'turn']);
  expect(adapter.metrics['pairing']).toBe(1);
});

it('reads panels', () => {
  const text = PANELS.map(([title, lines]) => draw(title, lines)).join('\n');
  const rule = induceBlockRule(text);
  expect(rule?.blocks?.members).toEqual(['Agent', 'Thought', 'Tool']);
  const { adapter } = induceAdapter([{ path: 'a.txt', text }], 'a', '2026-01-01T00:00:00Z');
  expect(adapter.body.cases.map(({ as }) => as)).toEqual(['call', 'arguments', 'result', 'turn']);
  expect(adapter.metrics['textShare']).toBeGreaterThan(0.8);
});

it('leaves prose with headings and separators alone', () => {
  expect(induceBlockRule('# Notes\n\nSome text.\n\n---\n\n## More\n\nNote: this.\n')).toBeUndefined();
});
