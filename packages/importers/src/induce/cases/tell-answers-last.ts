/**
 * A message that holds calls, what they brought, and words: where the user always speaks next, the words are what the agent made of it
 * all, and are told behind the calls.
 */
import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findCase } from '../adapter/select-value.ts';
import type { Rules } from '../interpreter/growing-runs.ts';
import { type Piece, piecesOf, readRecord } from '../interpreter/read-record.ts';

/** Messages that must show it, and their share. */
const LEAST = 2;
const MOST = 0.9;

/** @param runs the records of each, in order */
export function tellAnswersLast(runs: readonly (readonly JsonObject[])[], rules: Rules): RecordCase[] {
  return rules.cases.flatMap((recordCase) => {
    const { fields, inside = [], when } = recordCase;
    const { text, ...others } = fields;
    if (text === undefined || inside.length === 0 || !areFollowed(recordCase, runs, rules))
      return [recordCase];
    const answer = (at: string): RecordCase => ({
      ...recordCase,
      when: [...when, { path: at }],
      fields: { ...others, reply: text },
    });
    const calls = inside.filter((list) => list.cases.some((inner) => inner.fields.tool !== undefined));
    return [...calls.map(({ at }) => answer(at.replace(/\[\*\]$/, ''))), recordCase];
  });
}

function areFollowed(
  recordCase: RecordCase,
  runs: readonly (readonly JsonObject[])[],
  rules: Rules,
): boolean {
  let [all, last, users] = [0, 0, 0];
  for (const records of runs) {
    const told = records.flatMap((record) => pieceOf(record, rules) ?? []);
    for (const [index, piece] of told.entries()) {
      if (piece.from !== recordCase || !isWhole(piece)) continue;
      const next = told[index + 1];
      all += 1;
      if (next === undefined) last += 1;
      else if (next.role === 'user') users += 1;
    }
  }
  return users >= LEAST && users + last >= all * MOST;
}

function pieceOf(record: JsonObject, rules: Rules): Piece | undefined {
  const recordCase = findCase(record, rules.cases);
  return recordCase === undefined || recordCase.as === 'note'
    ? undefined
    : readRecord(record, recordCase, rules, '');
}

/** Words of the agent in one text, and beside it calls that have come back. */
function isWhole(piece: Piece): boolean {
  const { calls, results, text, role, from } = piece;
  const answered = calls.filter(({ result }) => result !== undefined).length + results.length;
  const hasWords = (from.inside ?? []).some(({ cases }) =>
    cases.some(({ fields }) => fields.text !== undefined),
  );
  return (
    role !== 'user' &&
    text !== '' &&
    !hasWords &&
    calls.length > 0 &&
    answered >= calls.length &&
    piecesOf(piece).length === 1
  );
}
