import { expect, it } from 'vitest';
import { expandValue, findExpansion } from './expand-values.ts';

it('reads what a logger wrote as JSON among lines that are none', () => {
  const line = (message: string): string => JSON.stringify({ level: 'INFO', message, kettle: 'k-1' });
  const log = (lines: readonly string[]): { events: { message: string }[] } => ({
    events: lines.map((message) => ({ message: `${message}\n` })),
  });
  expect(findExpansion([log(['BOOT 3', line('Tea requested'), line('Tea poured'), 'HALT'])])?.decode).toEqual(
    ['message'],
  );
  expect(findExpansion([log(['BOOT 3', '{"cups": 2}', '{"cups": 3}', 'HALT'])])).toBeUndefined();
});

it('takes what a call brought for no records, whatever it looks like', () => {
  const table = {
    columns: ['type', 'text'],
    rows: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  };
  const data = {
    table,
    edges: [
      [['Ghent', 'Bruges'], 'train'],
      [['Bruges', 'Ostend'], 'tram'],
    ],
    samples: [
      [1_755_585_733, { load: 1 }],
      [1_755_585_734, { load: 2 }],
    ],
    typed: [
      { a: { S: 'x' }, b: { N: '1' } },
      { a: { S: 'y' }, b: { N: '2' } },
    ],
  };
  const records = [
    { role: 'user', text: 'Which?' },
    { role: 'tool', result: data },
    { role: 'tool', result: {} },
  ];
  expect(findExpansion([records])).toBeUndefined();
  // The same names elsewhere are the records.
  const root = { data: [{ table }, { result: data }] };
  const expand = findExpansion([root]);
  expect(expand).toMatchObject({ tables: ['table'] });
  expect(expandValue(root, expand ?? { attributes: false, decode: [] })).toEqual({
    data: [
      {
        table: {
          rows: [
            { type: 'a', text: 'b' },
            { type: 'c', text: 'd' },
          ],
        },
      },
      { result: data },
    ],
  });
});
