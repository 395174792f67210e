/**
 * What a filter says about one field in terms that can be ticked: `agent = a`, `(agent = a or agent = b)`, `not has agent`. Facets read their
 * choice from it and write it back, so that the filter is all there is to keep.
 */
import type { Filter } from './query.ts';

/** undefined stands for "no value". */
export type ChosenValue = string | undefined;

export interface FilterChoice {
  readonly values: readonly ChosenValue[];
  /** The filter without them: what the field's counts are made under. */
  readonly rest: Filter | undefined;
}

/** The values chosen by the terms that the whole filter joins with "and". */
export function readChoice(filter: Filter | undefined, field: string): FilterChoice {
  const values: ChosenValue[] = [];
  const rest: Filter[] = [];
  for (const term of listTerms(filter)) {
    const chosen = readTerm(term, field);
    if (chosen === undefined) rest.push(term);
    else values.push(...chosen);
  }
  return { values: [...new Set(values)], rest: joinTerms(rest) };
}

/** The filter with the value chosen, or not any more when it was. The term stands at the end. */
export function toggleChoice(
  filter: Filter | undefined,
  field: string,
  value: ChosenValue,
): Filter | undefined {
  const { values, rest } = readChoice(filter, field);
  return choose(
    rest,
    field,
    values.includes(value) ? values.filter((other) => other !== value) : [...values, value],
  );
}

/** The filter with these values chosen, whatever was before. */
export function replaceChoice(
  filter: Filter | undefined,
  field: string,
  values: readonly ChosenValue[],
): Filter | undefined {
  return choose(readChoice(filter, field).rest, field, values);
}

export interface ChosenRange {
  readonly from: bigint | undefined;
  /** The first time after it. */
  readonly to: bigint | undefined;
  readonly rest: Filter | undefined;
}

/** Bounds of a time field: `start >= A`, `start < B`. */
export function readTimeChoice(filter: Filter | undefined, field: string): ChosenRange {
  let from: bigint | undefined;
  let to: bigint | undefined;
  const rest: Filter[] = [];
  for (const term of listTerms(filter)) {
    const bound =
      term.kind === 'compare' && term.field === field && typeof term.value === 'bigint' ? term : undefined;
    const { operator, value } = bound ?? {};
    if (typeof value === 'bigint' && operator === '>=') from = value;
    else if (typeof value === 'bigint' && operator === '<') to = value;
    else rest.push(term);
  }
  return { from, to, rest: joinTerms(rest) };
}

export function replaceTimeChoice(
  filter: Filter | undefined,
  field: string,
  { from, to }: Pick<ChosenRange, 'from' | 'to'>,
): Filter | undefined {
  return joinTerms([
    ...listTerms(readTimeChoice(filter, field).rest),
    ...(from === undefined ? [] : [{ kind: 'compare', field, operator: '>=', value: from } as const]),
    ...(to === undefined ? [] : [{ kind: 'compare', field, operator: '<', value: to } as const]),
  ]);
}

/** Both must hold. */
export function joinTerms(terms: readonly Filter[]): Filter | undefined {
  return terms.length > 1 ? { kind: 'and', filters: terms } : terms[0];
}

function choose(rest: Filter | undefined, field: string, values: readonly ChosenValue[]): Filter | undefined {
  const terms = values.map((value): Filter =>
    value === undefined
      ? { kind: 'not', filter: { kind: 'exists', field } }
      : { kind: 'compare', field, operator: '=', value },
  );
  const [only] = terms;
  const choice: Filter | undefined = terms.length > 1 ? { kind: 'or', filters: terms } : only;
  return joinTerms([...listTerms(rest), ...(choice === undefined ? [] : [choice])]);
}

function listTerms(filter: Filter | undefined): readonly Filter[] {
  if (filter === undefined) return [];
  return filter.kind === 'and' ? filter.filters : [filter];
}

/** undefined where the term is no choice of this field. */
function readTerm(term: Filter, field: string): readonly ChosenValue[] | undefined {
  if (term.kind === 'compare')
    return term.field === field && term.operator === '=' && typeof term.value === 'string'
      ? [term.value]
      : undefined;
  if (term.kind === 'not')
    return term.filter.kind === 'exists' && term.filter.field === field ? [undefined] : undefined;
  if (term.kind !== 'or') return undefined;
  const parts = term.filters.map((part) => readTerm(part, field));
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}
