import { expect, it } from 'vitest';
import type { JsonValue } from '@tracewright/core';
import { expandValue, findExpansion } from './expand-values.ts';

const read = (values: JsonValue): JsonValue => {
  const root = { stream: { app: 'desk' }, values };
  const expansion = findExpansion([root]);
  const expanded = expansion === undefined ? root : expandValue(root, expansion);
  return (expanded as typeof root).values;
};

it('reads records beside their times as records with a time', () => {
  expect(
    read([
      ['1755585733173000000', '{"kind":"user","text":"Is it open?"}'],
      ['1755585734173000000', '{"kind":"agent","text":"No.","time":"10:04"}'],
    ]),
  ).toEqual([
    { time: '1755585733173000000', kind: 'user', text: 'Is it open?' },
    { time: '10:04', kind: 'agent', text: 'No.' },
  ]);
});

it('leaves lines that are no records, measurements and one pair alone', () => {
  for (const values of [
    [
      ['1755585733173000000', 'opened'],
      ['1755585734173000000', 'closed'],
    ],
    [
      [1_755_585_733, 3.5],
      [1_755_585_734, 4],
    ],
    [
      ['door', '{"open":true}'],
      ['gate', '{"open":true}'],
    ],
    [['1755585733173000000', '{"kind":"user"}']],
  ])
    expect(read(values)).toEqual(values);
});
