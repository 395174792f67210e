/** Statements of groups of runs at one task: the groups of a page, then their attempts. */
import type { Condition } from '../queries/condition.ts';
import type { Field } from '../queries/fields.ts';
import type { TaskListing } from '../queries/task-listing.ts';
import type { Statement } from './protocol.ts';
import { ParameterList, toConditionSql, toFieldSql } from './sql-condition.ts';
import { EVERYTHING, toAfterSql, toSourceSql } from './sql-queries.ts';

const OUTCOME: Field = { kind: 'fixed', name: 'outcome', type: 'string' };

/** Columns before the order's keys. */
export const TASK_WIDTH = 5;

/** Selects the task, its counts and its newest start, then the order's keys; one row more than the limit shows that there is a next page. */
export function listTasksSql(condition: Condition = EVERYTHING, listing: TaskListing): Statement {
  const parameters = new ParameterList();
  const where = toConditionSql(condition, parameters);
  const { keys, after, limit } = listing;
  const names = keys.map(({ field }) => toFieldSql(field, parameters));
  const afterSql = after === undefined ? 'true' : toAfterSql(keys, after, parameters);
  const order = keys.map(
    ({ descending }, index) => `${names[index]} ${descending ? 'DESC' : 'ASC'} NULLS LAST`,
  );
  const sql =
    'WITH counted AS (SELECT task, count(*)::DOUBLE AS runs, ' +
    "count(*) FILTER (outcome = 'success')::DOUBLE AS successes, " +
    "count(*) FILTER (outcome = 'failure')::DOUBLE AS failures, max(start_time) AS newest " +
    `FROM ${toSourceSql('runs', condition, [OUTCOME])} WHERE task IS NOT NULL AND ${where} GROUP BY task), ` +
    'tasks AS (SELECT *, successes / nullif(successes + failures, 0) AS passRate, ' +
    'least(successes, failures) / nullif(successes + failures, 0) AS flakiness FROM counted) ' +
    `SELECT task, runs, successes, failures, newest, ${names.join(', ')} FROM tasks WHERE ${afterSql} ` +
    `ORDER BY ${order.join(', ')} LIMIT ${limit + 1}`;
  return { sql, parameters: parameters.parameters };
}

/** Selects task, run, outcome and start of the newest attempts, the oldest of them first. */
export function listAttemptsSql(
  condition: Condition = EVERYTHING,
  tasks: readonly string[],
  attempts: number,
): Statement {
  const parameters = new ParameterList();
  const where = toConditionSql(condition, parameters);
  const chosen = parameters.add({ type: 'VARCHAR[]', value: tasks });
  const sql =
    `SELECT task, run_id, outcome, start_time FROM ${toSourceSql('runs', condition, [OUTCOME])} ` +
    `WHERE task IN (SELECT unnest(${chosen})) AND ${where} ` +
    `QUALIFY row_number() OVER (PARTITION BY task ORDER BY start_time DESC NULLS LAST, run_id) <= ${attempts} ` +
    'ORDER BY start_time ASC NULLS FIRST, run_id DESC';
  return { sql, parameters: parameters.parameters };
}
