import { expect, it } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceTextRule } from './induce-text-rule.ts';

const say = (who: string, text: string): string => `**${who}:**\n\n${text}\n\n`;
const TEXT = [
  say('User', 'Is it dry?'),
  say('Assistant', '[Tool Use: read_soil]\nHouse: 4\n[Tool Use: read_tank]\n\nNote: a'),
  say('User', '[read_soil]\n0.11\n[1]\n[read_tank (Error)]\nno answer'),
  say('Assistant', 'It is.'),
].join('---\n\n');

it('reads tools that are named in brackets, and what they brought', () => {
  const rule = induceTextRule(TEXT);
  const records = rule === undefined ? [] : readTextRecords(TEXT, rule).records;
  expect(
    records.map(({ label, tool, status, text, arguments: given }) => [label, tool, status, text ?? given]),
  ).toEqual([
    ['User', undefined, undefined, 'Is it dry?'],
    ['Assistant', undefined, undefined, ''],
    ['Tool Use', 'read_soil', undefined, { House: 4 }],
    ['Tool Use', 'read_tank', undefined, { Note: 'a' }],
    ['User', undefined, undefined, ''],
    ['result', 'read_soil', undefined, '0.11\n[1]'],
    ['result', 'read_tank', 'Error', 'no answer'],
    ['Assistant', undefined, undefined, 'It is.'],
  ]);
});

it('takes no names in brackets for tools that nobody called', () => {
  const text = TEXT.replaceAll('Tool Use: ', '');
  expect(JSON.stringify(induceTextRule(text))).not.toContain('<tool>');
});
