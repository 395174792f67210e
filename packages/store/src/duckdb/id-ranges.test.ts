import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toOneOfSql } from './id-ranges.ts';

/** What the engine makes of the statement, for these operators. */
function holds(sql: string, id: number): boolean {
  const script = sql
    .replaceAll(/CASE WHEN id < (\d+) THEN/g, '(id < $1 ?')
    .replaceAll('ELSE', ':')
    .replaceAll('END', ')')
    .replaceAll(/id BETWEEN (\d+) AND (\d+)/g, 'id >= $1 && id <= $2')
    .replaceAll(' AND ', ' && ')
    .replaceAll(' = ', ' === ');
  // oxlint-disable-next-line typescript/no-implied-eval
  return Boolean(new Function('id', `return ${script}`)(id));
}

describe('one of many ids', () => {
  it('holds for each of them and for no other', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 40 }), (ids) => {
        const sql = toOneOfSql('id', ids);
        for (let id = 0; id <= 61; id += 1) expect([id, holds(sql, id)]).toEqual([id, ids.includes(id)]);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
