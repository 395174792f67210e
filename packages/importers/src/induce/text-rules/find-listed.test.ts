import { expect, it } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { findListed } from './find-listed.ts';

const RULE = {
  headers: ['#{1,6} (?<label>Prompt|Tools|Tool calls|Tool results|Response)(?![^ ])'],
  skipFences: false,
};
const TOOLS = '### Tools\n\n- **soil**: `9f`<br>\n    How wet it is.\n';
const call = (id: string): string =>
  `### Tool calls\n\n- **soil**: \`${id}\`<br>\n    Arguments: {"house": 4}\n`;
const result = (id: string): string => `### Tool results\n\n- **soil**: \`${id}\`<br>\n    0.11\n`;
const TEXT = [
  '## Prompt\n\nIs it dry?\n',
  TOOLS,
  call('c1'),
  TOOLS,
  result('c1'),
  call('c2'),
  TOOLS,
  result('c2'),
  '## Response\n\nYes.\n',
].join('\n');

it('reads an item as a record, and nothing that is said again and again', () => {
  const found = findListed(TEXT, RULE);
  expect(found).toEqual({ listed: ['Tool calls', 'Tool results'], settings: ['Tools'] });
  const { records } = readTextRecords(TEXT, { ...RULE, ...found });
  expect(
    records.map(({ label, tool, callId, text, arguments: given }) => [label, tool, callId, text ?? given]),
  ).toEqual([
    ['Prompt', undefined, undefined, 'Is it dry?'],
    ['Tool calls', 'soil', 'c1', { house: 4 }],
    ['Tool results', 'soil', 'c1', '0.11'],
    ['Tool calls', 'soil', 'c2', { house: 4 }],
    ['Tool results', 'soil', 'c2', '0.11'],
    ['Response', undefined, undefined, 'Yes.'],
  ]);
});

it('finds nothing where only one of them is a list', () => {
  expect(findListed(TEXT.replaceAll('- **soil**: `c', '`c'), RULE)).toEqual({});
});
