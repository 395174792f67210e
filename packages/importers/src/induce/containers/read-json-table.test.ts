import { expect, it } from 'vitest';
import type { JsonValue } from '@tracewright/core';
import { expandValue, findExpansion } from './expand-values.ts';
import { readJsonTable } from './read-json-table.ts';

const RECORDS = [
  { role: 'user', text: 'Is it open?' },
  { role: 'agent', text: 'No.' },
];
const ROWS = RECORDS.map(({ role, text }) => [role, text]);
const NAMES = ['role', 'text'];

it('reads rows below their names as records', () => {
  expect(readJsonTable({ columns: NAMES, index: [0, 1], data: ROWS })).toEqual({
    index: [0, 1],
    data: RECORDS,
  });
  const meta = NAMES.map((name) => ({ name, type: 'String' }));
  expect(readJsonTable({ meta, rows: 2, data: ROWS })).toEqual({ rows: 2, data: RECORDS });
  expect(readJsonTable([NAMES, ...ROWS])).toEqual(RECORDS);
});

it('reads what stands under each name as the columns of a table', () => {
  expect(readJsonTable({ role: ['user', 'agent'], text: ['Is it open?', 'No.'] })).toEqual(RECORDS);
  expect(
    readJsonTable({ role: { '0': 'user', '1': 'agent' }, text: { '0': 'Is it open?', '1': 'No.' } }),
  ).toEqual(RECORDS);
});

it('leaves data, lists of several lengths and rows that are none', () => {
  for (const value of [
    {
      columns: ['region', 'units'],
      rows: [
        ['north', 1],
        ['south', 2],
      ],
    },
    { columns: NAMES, data: [['user'], ['agent', 'No.']] },
    { text: ['a', 'b'], action: ['c', 'd'] },
    { role: ['user', 'agent'], text: ['a'] },
    [NAMES, ['user', 'a', 'b'], ['agent', 'c']],
    [NAMES, ['user', 'a']],
  ] satisfies readonly JsonValue[])
    expect(readJsonTable(value)).toBeUndefined();
});

it('reads them where a sample has them, and leaves what a tool brought', () => {
  const root = { log: { columns: NAMES, data: ROWS }, result: { columns: NAMES, data: ROWS } };
  const expansion = findExpansion([root]);
  expect(expansion?.tables).toEqual(['log']);
  expect(expansion === undefined ? root : expandValue(root, expansion)).toEqual({
    ...root,
    log: { data: RECORDS },
  });
});
