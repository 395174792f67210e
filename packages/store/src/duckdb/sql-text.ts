/** Statements of text search: see text-search.ts. */
import type { Condition } from '../queries/condition.ts';
import { toRangesSql, type IdRange } from './id-ranges.ts';
import type { Statement } from './protocol.ts';
import { ParameterList, toConditionSql, toContainsSql } from './sql-condition.ts';
import { gramPosition } from './text-filter.ts';

/** Spans of these versions that hold the text in a column of their own or in one of these messages. */
export interface TextMatch {
  readonly text: string;
  readonly versions: readonly IdRange[];
  /** Keys of the messages that hold the text. */
  readonly keys: readonly number[];
}

/** Pieces looked for at most: more of a long needle would tell little more. */
const PIECES = 8;

/** Subject, first, last, whether the filter lets the needle through, and for spans when they start: by first. */
export function listTextBlocksSql(grams: readonly number[]): Statement {
  const step = Math.max(1, Math.floor(grams.length / PIECES));
  const tests = grams
    .filter((_, index) => index % step === 0)
    .slice(0, PIECES)
    .map((gram) => {
      const { segment, bit } = gramPosition(gram);
      return `get_bit(s${segment}::BIT, ${bit}) = 1`;
    });
  return {
    sql:
      `SELECT subject, first, last, ${tests.length === 0 ? 'true' : tests.join(' AND ')}, start_from, start_to, is_undated ` +
      'FROM text_blocks ORDER BY first',
    parameters: [],
  };
}

export function findMessagesWithTextSql(text: string, keys: readonly IdRange[]): Statement {
  const parameters = new ParameterList();
  const sql = `SELECT key FROM messages WHERE ${toRangesSql('key', keys)} AND ${toContainsSql('content', text, parameters)}`;
  return { sql, parameters: parameters.parameters };
}

/** The first versions of the blocks whose spans name these messages. */
export function findUsesSql(keys: readonly number[]): Statement {
  return {
    sql: 'SELECT DISTINCT first FROM message_uses WHERE message IN (SELECT unnest($1))',
    parameters: [{ type: 'INTEGER[]', value: keys }],
  };
}

/** Keys of all messages that spans of these versions name, in order, where the condition holds. */
export function listNamedMessagesSql(condition: Condition, versions: readonly IdRange[]): Statement {
  const parameters = new ParameterList();
  const where = `${toRangesSql('version', versions)} AND ${toConditionSql(condition, parameters)}`;
  const sql = `SELECT DISTINCT key FROM (SELECT ${NAMED_KEYS} AS key FROM spans WHERE ${HAS_MESSAGES} AND ${where}) ORDER BY key`;
  return { sql, parameters: parameters.parameters };
}

export function toTextMatchSql({ text, versions, keys }: TextMatch, parameters: ParameterList): string {
  const tests = ['name', 'status_message', 'arguments', 'result'].map((column) =>
    toContainsSql(column, text, parameters),
  );
  const inRange = toRangesSql('version', versions);
  if (keys.length > 0) {
    const matching = parameters.add({ type: 'INTEGER[]', value: keys });
    tests.push(
      `version IN (SELECT version FROM (SELECT version, ${NAMED_KEYS} AS key FROM spans WHERE ${HAS_MESSAGES} AND ${inRange}) ` +
        `WHERE key IN (SELECT unnest(${matching})))`,
    );
  }
  return `${inRange} AND (${tests.join(' OR ')})`;
}

const HAS_MESSAGES = '(input IS NOT NULL OR output IS NOT NULL)';
const NAMED_KEYS = "unnest(string_split(concat_ws(',', input, output), ','))::INTEGER";
