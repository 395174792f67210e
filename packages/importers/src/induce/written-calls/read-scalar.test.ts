import { describe, expect, it } from 'vitest';
import { parsePython, readObjects, readScalar } from './read-scalar.ts';

describe('readObjects', () => {
  it('reads what Python prints of objects', () => {
    expect(
      readObjects(
        `[Order(id='o1', items=['tea (green)', "d'or"], sizes=(1, 2), paid=False), Order(id='o2', items=[], note=None)]`,
      ),
    ).toEqual([
      { id: 'o1', items: ['tea (green)', "d'or"], sizes: [1, 2], paid: false },
      { id: 'o2', items: [], note: null },
    ]);
    expect(readObjects(`Order(id='o1', of=Buyer(name='Ada'))`)).toEqual([{ id: 'o1', of: { name: 'Ada' } }]);
  });

  it('leaves every other text alone', () => {
    for (const text of [
      "Order(id='o1'",
      'Order(1, 2)',
      'f(x=1)',
      '[1, 2]',
      'Note (see above) a=1',
      'Order(id=o1)))',
    ])
      expect(readObjects(text)).toBeUndefined();
  });
});

it('reads numbers as JSON writes them: what begins with a nought, or is too long, is a text', () => {
  expect(['0', '-12.50', '120', '0421', '-07', '00', '1234567890123456'].map(readScalar)).toEqual([
    0,
    -12.5,
    120,
    '0421',
    '-07',
    '00',
    '1234567890123456',
  ]);
});

it('reads a text that is longer than patterns remember ways back', () => {
  expect(readScalar(`'${'a'.repeat(30_000_000)}'`)).toHaveLength(30_000_000);
});

it('reads dictionaries with words and quotes of Python', () => {
  expect(parsePython(`{'a': True, 'b': None, 'c': 'x=(y)'}`)).toEqual({ a: true, b: null, c: 'x=(y)' });
});

it('reads numbers, truth and texts as several languages write them', () => {
  const written = [
    '4L',
    '-1.5',
    'TRUE',
    'False',
    'NULL',
    'nil',
    String.raw`'two\nlines'`,
    String.raw`'C:\lamp'`,
    "'it's'",
    'Lamp',
  ];
  expect(written.map(readScalar)).toEqual([
    4,
    -1.5,
    true,
    false,
    null,
    null,
    'two\nlines',
    String.raw`C:\lamp`,
    "it's",
    'Lamp',
  ]);
});
