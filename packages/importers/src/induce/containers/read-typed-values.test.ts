import { expect, it } from 'vitest';
import { readTypedMembers } from './read-typed-values.ts';

const PLAIN = { role: 'user', n: 3, open: true, none: null, tags: ['a', 2], args: { door: 'north' } };

it('reads members that are written with the types of their values', () => {
  expect(
    readTypedMembers({
      role: { S: 'user' },
      n: { N: '3' },
      open: { BOOL: true },
      none: { NULL: true },
      tags: { L: [{ S: 'a' }, { N: '2' }] },
      args: { M: { door: { S: 'north' } } },
    }),
  ).toEqual(PLAIN);
  expect(
    readTypedMembers({
      role: { stringValue: 'user' },
      n: { integerValue: '3' },
      open: { booleanValue: true },
      none: { nullValue: null },
      tags: { arrayValue: { values: [{ stringValue: 'a' }, { doubleValue: 2 }] } },
      args: { mapValue: { fields: { door: { stringValue: 'north' } } } },
    }),
  ).toEqual(PLAIN);
});

it('reads numbers with an exponent', () => {
  expect(readTypedMembers({ cost: { N: '1.5E-7' }, all: { doubleValue: '2e3' } })).toEqual({
    cost: 1.5e-7,
    all: 2000,
  });
});

it('keeps numbers that are too long as the texts that they are', () => {
  expect(readTypedMembers({ id: { N: '1755585733173000001' }, at: { integerValue: '1e999' } })).toEqual({
    id: '1755585733173000001',
    at: '1e999',
  });
});

it('leaves objects of which any member has no type, or another than it says', () => {
  expect(readTypedMembers({ role: { S: 'user' }, n: 3 })).toBeUndefined();
  expect(readTypedMembers({ role: { S: 'user' }, n: { N: 'three' } })).toBeUndefined();
  expect(readTypedMembers({ role: { S: 'user', N: '3' } })).toBeUndefined();
  expect(readTypedMembers({})).toBeUndefined();
});
