/** What may stand at the caret of a filter: a field, an operator, a value, or a joining word. */
import { type FieldType, formatFilterValue } from '@tracewright/core';

export interface FilterVocabulary {
  readonly fields: Readonly<Record<string, FieldType>>;
  /** The values that a field is known to have. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export interface Completion {
  /** What a choice takes the place of: [start, end) of the filter. */
  readonly start: number;
  readonly end: number;
  readonly options: readonly CompletionOption[];
}

export interface CompletionOption {
  readonly text: string;
  readonly hint: string;
}

const OPERATORS: Readonly<Record<FieldType, readonly CompletionOption[]>> = {
  string: [
    { text: '=', hint: 'is' },
    { text: '~', hint: 'contains' },
    { text: '!=', hint: 'is not' },
    { text: '!~', hint: 'does not contain' },
  ],
  number: ['>', '>=', '<', '<=', '=', '!='].map((text) => ({ text, hint: '' })),
  time: ['>=', '<', '>', '<='].map((text) => ({ text, hint: '' })),
};
const JOINS: readonly CompletionOption[] = [
  { text: 'and', hint: 'both' },
  { text: 'or', hint: 'either' },
];
const BEFORE_A_FIELD: readonly CompletionOption[] = [
  { text: 'has', hint: 'is known' },
  { text: 'not', hint: 'the opposite' },
];
const TOKEN = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[()]|[!<>]=|!~|[=~<>]|[^\s"'()=~<>!]+|!/gu;
const MAX_OPTIONS = 12;
const HINTS: Readonly<Record<FieldType, string>> = { string: 'text', number: 'number', time: 'time' };

/** @returns undefined when nothing is known to fit. O(length before the caret) */
export function completeFilter(
  filter: string,
  caret: number,
  { fields, values }: FilterVocabulary,
): Completion | undefined {
  const before = filter.slice(0, caret);
  const tokens = [...before.matchAll(TOKEN)];
  const last = tokens.at(-1);
  // The token that the caret touches is being written.
  const isOpen = last !== undefined && last.index + last[0].length === caret && !/^[()]$/.test(last[0]);
  const written = isOpen ? last[0] : '';
  const done = (isOpen ? tokens.slice(0, -1) : tokens).map(([token]) => token);
  const start = caret - written.length;
  const end = caret + (isOpen ? (/^[^\s"'()=~<>!]*/u.exec(filter.slice(caret))?.[0].length ?? 0) : 0);
  const wanted = written.toLowerCase();
  const options = listOptions(done, fields, values)
    .filter(({ text }) => text.toLowerCase().startsWith(wanted) && text !== written)
    .slice(0, MAX_OPTIONS);
  return options.length === 0 ? undefined : { start, end, options };
}

function listOptions(
  tokens: readonly string[],
  fields: FilterVocabulary['fields'],
  values: FilterVocabulary['values'],
): readonly CompletionOption[] {
  const last = tokens.at(-1);
  const names = Object.entries(fields).map(([text, type]) => ({ text, hint: HINTS[type] }));
  if (last === undefined || /^(?:and|or|not|\()$/i.test(last)) return [...names, ...BEFORE_A_FIELD];
  if (/^has$/i.test(last)) return names;
  if (/^(?:[=~<>]|[!<>]=|!~)$/.test(last)) {
    const field = tokens.at(-2) ?? '';
    return (values[field] ?? []).map((value) => ({ text: formatFilterValue(value), hint: '' }));
  }
  const isField = Object.hasOwn(fields, last) && !isValue(tokens);
  if (isField && !/^has$/i.test(tokens.at(-2) ?? '')) return OPERATORS[fields[last] ?? 'string'];
  return JOINS;
}

/** Whether the last token stands after an operator. */
function isValue(tokens: readonly string[]): boolean {
  return /^(?:[=~<>]|[!<>]=|!~)$/.test(tokens.at(-2) ?? '');
}
