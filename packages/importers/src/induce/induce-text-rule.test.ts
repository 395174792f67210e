import { expect, it } from 'vitest';
import { induceAdapter } from './induce.ts';
import { readPieces } from './run-adapter.ts';

const LOG = `[10:00:01] USER Find the cheapest lamp and order it.
[10:00:02] THOUGHT I look in the catalogue first.
[10:00:03] CALL search_catalogue({"query": "lamp", "sort": "price"})
[10:00:04] RESULT ok: 3 lamps, the cheapest is L-12
[10:00:05] THOUGHT Order the cheapest.
[10:00:06] CALL place_order({"item": "L-12", "amount": 1})
[10:00:07] RESULT FAILED: the item is out of stock
[10:00:08] CALL place_order({"item": "L-3", "amount": 1})
[10:00:09] RESULT ok: order 8812 placed
[10:00:10] ANSWER I ordered L-3, as L-12 is out of stock.
`;

it('reads calls that are written whole behind a label, and how they went', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: LOG }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.flatMap((piece) => piece?.calls ?? [])).toMatchObject([
    { tool: 'search_catalogue', arguments: { query: 'lamp', sort: 'price' } },
    { tool: 'place_order', arguments: { item: 'L-12', amount: 1 } },
    { tool: 'place_order', arguments: { item: 'L-3', amount: 1 } },
  ]);
  expect(pieces.flatMap((piece) => piece?.results ?? [])).toMatchObject([
    { content: 'ok: 3 lamps, the cheapest is L-12', tool: undefined },
    { content: 'FAILED: the item is out of stock', tool: undefined, isError: true },
    { content: 'ok: order 8812 placed', tool: undefined },
  ]);
  expect(pieces.flatMap((piece) => (piece?.thought === '' ? [] : [piece?.thought]))).toEqual([
    'I look in the catalogue first.',
    'Order the cheapest.',
  ]);
});
