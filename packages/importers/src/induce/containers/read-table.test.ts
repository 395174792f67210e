import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.ts';

describe('readTable', () => {
  it('reads quoted cells with delimiters, quotes and line breaks, and leaves empty cells out', () => {
    const table = readTable(
      'step,who,what\n1,user,"How many, and ""why""?"\n2,bot,"nine\n(one broken)"\n3,,\n',
    );
    expect(table?.records).toEqual([
      { step: '1', who: 'user', what: 'How many, and "why"?' },
      { step: '2', who: 'bot', what: 'nine\n(one broken)' },
      { step: '3' },
    ]);
    expect(table?.lines).toEqual([2, 3, 5]);
  });

  it('finds the delimiter, and decodes cells that are JSON', () => {
    expect(readTable('time;event;payload\n1;call;"{""a"":1}"\n')?.records).toEqual([
      { time: '1', event: 'call', payload: { a: 1 } },
    ]);
    expect(readTable('time\tevent\tnote\r\n1\tcall\tx\r\n')?.records).toEqual([
      { time: '1', event: 'call', note: 'x' },
    ]);
  });

  it('puts the columns together that were laid out of one object', () => {
    const text =
      'time,tool,args.city,args.dates.from,args.nights,output.total\n1,book,Ghent,2025-10-24,2,3.5\n2,list,,,,\n';
    expect(readTable(text)?.records).toEqual([
      {
        time: '1',
        tool: 'book',
        args: { city: 'Ghent', dates: { from: '2025-10-24' }, nights: 2 },
        output: { total: 3.5 },
      },
      { time: '2', tool: 'list' },
    ]);
    expect(readTable('time,args,args.city\n1,x,Ghent\n')?.records).toEqual([
      { time: '1', args: 'x', 'args.city': 'Ghent' },
    ]);
  });

  it('takes signs in the names of columns', () => {
    expect(readTable('time [UTC],share %,no #\n10:04,12,1\n')?.records).toEqual([
      { 'time [UTC]': '10:04', 'share %': '12', 'no #': '1' },
    ]);
  });

  it('takes no text for a table whose first line names no columns, or whose rows do not fit', () => {
    expect(readTable('Dear all,\nthis, that, and more\n')).toBeUndefined();
    expect(readTable('one, two, two\n1,2,3\n')).toBeUndefined();
    expect(readTable('a,b,c\n1,2,3,4\n1,2,3,4\n')).toBeUndefined();
    expect(readTable('a,b,c\n')).toBeUndefined();
  });

  it('ends with a quote that never closes', () => {
    expect(readTable('a,b,c\n1,"two,3\n4,5,6')?.records).toEqual([{ a: '1', b: 'two,3\n4,5,6' }]);
  });
});
