/** Conditions as SQL. Values always go through parameters; field names come from a fixed table. */
import { NUMBER_PATTERN, type Condition } from '../queries/condition.ts';
import { toRe2Contains } from '../queries/contains.ts';
import type { Field } from '../queries/fields.ts';
import type { SqlParameter } from './protocol.ts';

/** Fields whose column has another name. */
const COLUMN_NAMES: Readonly<Record<string, string>> = {
  run: 'run_id',
  trace: 'trace_id',
  span: 'span_id',
  parent: 'parent_id',
  start: 'start_time',
  end: 'end_time',
  session: 'session_id',
  user: 'user_id',
  arrival: 'last_arrival',
  open: 'open_spans',
};

/** Collects parameters and hands out their placeholders. */
export class ParameterList {
  readonly parameters: SqlParameter[] = [];

  add(parameter: SqlParameter): string {
    return `$${this.parameters.push(parameter)}`;
  }

  addValue(value: string | number | bigint): string {
    if (typeof value === 'string') return this.add({ type: 'VARCHAR', value });
    return this.add(typeof value === 'number' ? { type: 'DOUBLE', value } : { type: 'HUGEINT', value });
  }
}

export function toFieldSql(field: Field, parameters: ParameterList): string {
  if (field.kind !== 'attribute') return COLUMN_NAMES[field.name] ?? field.name;
  // A JSON pointer: the only path syntax in which every key can be said. ->> binds looser than =, hence the parentheses.
  const pointer = `/${field.key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return `(attributes ->> ${parameters.addValue(pointer)})`;
}

/**
 * The condition as a boolean expression. A comparison with NULL is NULL, which AND, OR and WHERE take as false;
 * only under NOT must it be made false, so that plain comparisons stay visible to the engine's zone maps.
 */
export function toConditionSql(condition: Condition, parameters: ParameterList): string {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const parts = condition.conditions.map((inner) => toConditionSql(inner, parameters));
      if (parts.length === 0) return condition.kind === 'all' ? 'true' : 'false';
      return `(${parts.join(condition.kind === 'all' ? ' AND ' : ' OR ')})`;
    }
    case 'not':
      return `(${toConditionSql(condition.condition, parameters)}) IS NOT TRUE`;
    case 'exists':
      return inListSql(condition.field, `${toFieldSql(condition.field, parameters)} IS NOT NULL`);
    case 'contains':
      return inListSql(
        condition.field,
        toContainsSql(toFieldSql(condition.field, parameters), condition.text, parameters),
      );
    case 'compare': {
      const { field, operator, value } = condition;
      const isNumeric = field.type === 'string' && typeof value === 'number';
      const left = isNumeric ? toNumberSql(field, parameters) : toFieldSql(field, parameters);
      return inListSql(field, `${left} ${operator} ${parameters.addValue(value)}`);
    }
  }
}

/** Of a list: whether the test holds for one of the run's values, which stand in a table of their own. */
function inListSql(field: Field, test: string): string {
  return field.kind === 'list' ? `run_id IN (SELECT run_id FROM finding_categories WHERE ${test})` : test;
}

export function toContainsSql(text: string, wanted: string, parameters: ParameterList): string {
  return `regexp_matches(${text}, ${parameters.addValue(toRe2Contains(wanted))})`;
}

/** An attribute as a number, NULL where it is none. */
function toNumberSql(field: Field, parameters: ParameterList): string {
  const isNumber = `regexp_matches(${toFieldSql(field, parameters)}, ${parameters.addValue(NUMBER_PATTERN)})`;
  const number = `TRY_CAST(${toFieldSql(field, parameters)} AS DOUBLE)`;
  return `(CASE WHEN ${isNumber} AND isfinite(${number}) THEN ${number} END)`;
}
