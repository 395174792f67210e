/** What a group of records is: a turn, or a part of one. */
import type { RecordKind } from '../adapter/adapter.ts';
import type { FieldChoice } from './field-choice.ts';
import type { RecordGroup } from './partition-records.ts';
import type { Candidate } from './rank-fields.ts';
import { FIELD_WORDS, readRoles } from '../words/vocabulary.ts';

export interface Surroundings {
  /** Whether records of their own, or lists in records, hold calls; and results. */
  readonly hasCalls: boolean;
  readonly hasResults: boolean;
  readonly hasAgent: boolean;
  /** Whether user and agent are kinds of their own: what no word says is neither. */
  readonly isNamed: boolean;
  readonly nesting: number;
  /** Whether lists in the records themselves hold calls. */
  readonly callsInside?: boolean;
}

/** Words that mean a result wherever they stand; the others need a call beside them, or a record that is a result. */
const STRONG_RESULT = new Set(FIELD_WORDS.result.slice(0, FIELD_WORDS.result.indexOf('outputs')));
export const WEAK_BESIDE_CALL: ReadonlySet<string> = new Set([
  'output',
  'outputs',
  'response',
  'result',
  'results',
  'outcome',
  'returned',
]);
export const PLAIN_TEXT: ReadonlySet<string> = new Set([
  'content',
  'text',
  'message',
  'body',
  'value',
  'data',
  'payload',
  'answer',
]);

export function isStrongResult({ member }: Candidate): boolean {
  const leaf = member.names.at(-1) ?? '';
  return member.names.length > 1 && !STRONG_RESULT.has(leaf)
    ? member.names.some(
        (name) => STRONG_RESULT.has(name) || /(?:^|_)(?:result|response|observation)$/.test(name),
      )
    : STRONG_RESULT.has(leaf);
}

export function chooseKind(
  { meaning, records, when }: RecordGroup,
  choice: FieldChoice,
  { hasCalls, hasAgent, isNamed, nesting }: Surroundings,
  hasInside: boolean,
  /** Whether what is inside says who speaks, or what was called. */
  actsInside: boolean,
): RecordKind {
  const tools = choice.rank('tool');
  const args = choice.rank('arguments');
  const results = choice.rank('result', isStrongResult);
  const texts = choice.rank('text');
  const often = (candidates: readonly Candidate[]): boolean =>
    candidates.some(({ member }) => member.count >= records.length * 0.5);
  if (meaning !== undefined) {
    // "tool_executed", alone in its log, tells call and result at once.
    if (meaning.as === 'result' && !hasCalls && often(tools) && often(args) && nesting === 0) return 'call';
    if (
      meaning.as === 'note' &&
      !hasAgent &&
      often(choice.rank('text', ({ member }) => /response|output|completion|answer/.test(member.path)))
    )
      return 'turn';
    // "agent_thought" that names the tool, what it was given and what came back: the whole step.
    if (meaning.as === 'thought' && often(tools) && often(args) && often(results)) return 'turn';
    const isCall = (often(args) && often(tools)) || choice.shape !== undefined;
    if (meaning.as === 'turn' && meaning.role === 'tool' && isCall) {
      // A tool's span tells call and result at once, whatever else is logged.
      return hasCalls && !often(results) ? 'turn' : 'call';
    }
    return meaning.as;
  }
  const roles = choice.rank('role', isRoleMember);
  const isCall = (often(tools) && often(args)) || choice.shape !== undefined;
  const isOther = isNamed && when.length > 0 && !actsInside && roles.length === 0;
  if (isOther && !isCall && !often(results)) return 'note';
  if (hasInside || roles.length > 0) return 'turn';
  if (isCall) return results.length > 0 || often(texts) || nesting === 0 ? 'turn' : 'call';
  if (
    often(results) &&
    tools.length === 0 &&
    choice.rank('callText').length === 0 &&
    !often(choice.rank('thought'))
  )
    return 'result';
  if (often(choice.rank('thought')) || often(texts) || often(results) || often(tools)) return 'turn';
  return records.length > 0 && texts.length + results.length + tools.length > 0 ? 'turn' : 'note';
}

/** On which side of a connection a span stands: nobody who speaks. */
const SPAN_KIND = /^(?:span_kind_)?(?:server|client|internal|producer|consumer|unspecified)$/i;

export function isRoleMember({ member }: Candidate): boolean {
  const values = [...member.distinct];
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  const roles = readRoles([...member.distinct.keys()]);
  const known = values.reduce((sum, [value, count]) => sum + (roles.has(value) ? count : 0), 0);
  const leaf = member.names.at(-1) ?? '';
  if (values.length > 0 && values.every(([value]) => SPAN_KIND.test(value))) return false;
  const isSure = /^(?:role|speaker|sender|from|author|actor)$/.test(leaf);
  // "TextMessage (user)", "TextMessage (researcher)": the user, and others by their names.
  if (leaf === 'detail')
    return member.distinct.size >= 2 && member.distinct.size < total && [...roles.values()].includes('user');
  return total > 0 && (known >= total * 0.5 || (isSure && (known > 0 || member.distinct.size <= 12)));
}
