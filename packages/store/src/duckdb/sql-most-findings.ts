import { fieldName } from '../queries/fields.ts';
import type { Listing } from '../queries/ordering.ts';
import type { Statement } from './protocol.ts';
import { ParameterList } from './sql-condition.ts';
import { toAfterSql } from './sql-queries.ts';

/**
 * The page of runs with the most findings, as `listRunsSql` selects it, where all runs are asked for: the first are found among diagnoses
 * and their ids, and only those are looked up, which takes a quarter of the time of joining a million runs with theirs.
 * Runs without a diagnosis come last and are not among them: a page that is not full says nothing of what comes after.
 * @returns undefined where another order is asked for
 */
export function mostFindingsSql({ keys, limit, after }: Listing): Statement | undefined {
  const [first] = keys;
  if (first === undefined || fieldName(first.field) !== 'findings' || !first.descending) return undefined;
  const parameters = new ParameterList();
  const where = after === undefined ? '' : `WHERE ${toAfterSql(keys, after, parameters)} `;
  return {
    sql:
      'WITH counted AS (SELECT run_id, findings + coalesce(reports, 0) AS findings FROM diagnoses LEFT JOIN ' +
      '(SELECT run_id, count(*)::DOUBLE AS reports FROM findings WHERE author IS NULL GROUP BY run_id) USING (run_id)), ' +
      `page AS MATERIALIZED (SELECT * FROM counted ${where}ORDER BY findings DESC, run_id LIMIT ${limit + 1}) ` +
      'SELECT version::DOUBLE, findings, run_id FROM page JOIN runs USING (run_id) ORDER BY findings DESC, run_id',
    parameters: parameters.parameters,
  };
}
