import type { JsonObject } from '@tracewright/core';
import type { AdapterRole, CallSyntax, RecordCase, RecordKind } from '../adapter/adapter.ts';
import { CALL_SYNTAXES } from '../adapter/adapter.ts';
import { readCallsInText, readCommandName } from '../written-calls/call-syntax.ts';
import type { RecordGroup } from './partition-records.ts';
import type { CasesInside } from './induce-inside.ts';
import { readRecord } from '../interpreter/read-record.ts';
import { select, textOf } from '../adapter/select-value.ts';
import { normaliseName, readRole } from '../words/vocabulary.ts';

/**
 * Share of the turns that must hold a call: what nobody writes by accident needs few, a block of code or a word before a
 * bracket must be the way the agent acts.
 */
const ENOUGH_CALLS: Readonly<Record<CallSyntax, number>> = {
  attributes: 0.15,
  tags: 0.15,
  'named-tags': 0.3,
  labels: 0.25,
  outline: 0.15,
  identified: 0.15,
  answer: 0.3,
  'fenced-json': 0.2,
  json: 0.3,
  'fenced-command': 0.6,
  brackets: 0.4,
  parentheses: 0.5,
  'named-member': 1,
  'name-json': 0.3,
  name: 1,
  'command-name': 1,
  command: 1,
  code: 1,
};

/** Share of the commands that are none of a shell's. */
const OWN_COMMANDS = 0.3;

const NO_RULES = { roles: {}, status: { ok: [], error: [], errorPatterns: [] }, timeUnit: 's' } as const;

/** How tool calls are written in what agents say, where most agree. */
export function findSyntaxes(
  { records }: RecordGroup,
  kind: RecordKind,
  role: AdapterRole | undefined,
  fields: RecordCase['fields'],
  inside: readonly CasesInside[],
): CallSyntax[] {
  const isCall = kind === 'call' || fields.callText !== undefined;
  if (!isCall && (kind !== 'turn' || (role !== undefined && role !== 'agent') || fields.tool !== undefined))
    return [];
  const texts = records
    .filter((record) => isCall || isAgents(record, fields))
    .map((record) =>
      isCall || fields.text !== undefined
        ? textOf(select(record, isCall ? fields.callText : fields.text)?.value)
        : textInside(record, inside),
    )
    .filter((text) => text !== '');
  if (texts.length === 0 || (isCall && fields.callText === undefined)) return [];
  const counts = CALL_SYNTAXES.filter(
    (syntax) => !['command', 'command-name', 'code', ...(isCall ? [] : ['name'])].includes(syntax),
  ).map(
    (syntax) =>
      [syntax, texts.filter((text) => readCallsInText(text, [syntax]) !== undefined).length] as const,
  );
  const found = counts
    .filter(([syntax, count]) => count > 0 && count >= texts.length * (isCall ? 0.3 : ENOUGH_CALLS[syntax]))
    .toSorted((a, b) => Number(a[0] === 'name') - Number(b[0] === 'name') || b[1] - a[1])
    .map(([syntax]) => syntax);
  if (!isCall) return found;
  // One word may be a command as well: it names a tool where nearly all calls are one word.
  const names = texts.filter((text) => readCallsInText(text, ['name']) !== undefined).length;
  if (found.includes('name') && names >= texts.length * 0.9) return found;
  // An outline is written so by everyone, or by none.
  if (found[0] === 'outline') return ['outline'];
  const [path] = fields.callText ?? [];
  return [
    ...found.filter((syntax) => syntax !== 'name'),
    ...(hasOwnCommands(texts) ? (['command-name'] as const) : []),
    typeof path === 'string' && /(?:^|\.)code$/.test(path) ? 'code' : 'command',
  ];
}

/** Names of two words, which no program of a shell has, among few others: commands that the agent was given. */
function hasOwnCommands(texts: readonly string[]): boolean {
  const names = texts.map(readCommandName).filter((name) => name !== undefined);
  const distinct = new Set(names);
  return (
    distinct.size >= 2 &&
    names.length >= texts.length * OWN_COMMANDS &&
    distinct.size <= Math.max(4, names.length * 0.6) &&
    [...distinct].some((name) => name.includes('_'))
  );
}

/** What the blocks of a record say; nothing where they hold calls. */
function textInside(record: JsonObject, inside: readonly CasesInside[]): string {
  if (inside.length === 0) return '';
  const { text, calls, results } = readRecord(
    record,
    { when: [], as: 'turn', fields: {}, inside },
    NO_RULES,
    '',
  );
  return calls.length + results.length > 0 ? '' : text;
}

function isAgents(record: JsonObject, { role, agent }: RecordCase['fields']): boolean {
  const written = select(record, role)?.value ?? select(record, agent)?.value;
  if (typeof written !== 'string') return true;
  const known = readRole(normaliseName(written));
  return known === undefined || known === 'agent';
}
