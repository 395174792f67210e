import { expect, it } from 'vitest';
import { toErrorData } from './errors.ts';

it.each([
  ['No space left on device', 'store-failed', 'space'],
  ['Permission denied', 'store-failed', 'permissions'],
  ['Out of Memory Error: failed to allocate data', 'store-failed', 'filter'],
  ['Corrupt WAL file: entry at byte position 5', 'store-corrupt', 'move the .wal away'],
])(
  'does not call a log damaged that could not be replayed for want of room or rights: %s',
  (why, code, fix) => {
    const error = new Error(`IO Error: Failure while replaying WAL file "t.duckdb.wal": ${why}`);
    expect(toErrorData(error, 't.duckdb')).toMatchObject({ code, fix: expect.stringContaining(fix) });
  },
);

it('says what can be done about a folder that cannot be made', () => {
  const error = Object.assign(new Error("EACCES: permission denied, mkdir '/data'"), {
    code: 'EACCES',
    path: '/data',
  });
  expect(toErrorData(error, '/data/t.duckdb')).toMatchObject({
    code: 'store-failed',
    where: '/data',
    fix: expect.stringContaining('right'),
  });
});
