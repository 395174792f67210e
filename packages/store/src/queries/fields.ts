import { LIST_FIELDS, RUN_FIELDS, SPAN_FIELDS, TraceError, type FieldType } from '@tracewright/core';
import { wellFormed } from '../normal/well-formed.ts';

/** What a query asks: runs, or spans. */
export type Subject = 'runs' | 'spans';

/** A resolved field: one of the fixed ones, one of which a record has any number of values, or one attribute read as text. */
export type Field =
  | { readonly kind: 'fixed'; readonly name: string; readonly type: FieldType }
  | { readonly kind: 'list'; readonly name: string; readonly type: 'string' }
  | { readonly kind: 'attribute'; readonly key: string; readonly type: 'string' };

const FIELDS: Readonly<Record<Subject, Readonly<Record<string, FieldType>>>> = {
  runs: RUN_FIELDS,
  spans: SPAN_FIELDS,
};
const ATTRIBUTE = 'attributes.';

/**
 * @param where in the query the name stands
 * @throws TraceError `filter-invalid` for a name that the subject does not have
 */
export function resolveField(subject: Subject, name: string, where?: string): Field {
  const fields = FIELDS[subject];
  const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (type === 'string' && subject === 'runs' && LIST_FIELDS.includes(name))
    return { kind: 'list', name, type };
  if (type !== undefined) return { kind: 'fixed', name, type };
  if (subject === 'spans' && name.startsWith(ATTRIBUTE)) {
    return { kind: 'attribute', key: wellFormed(name.slice(ATTRIBUTE.length)), type: 'string' };
  }
  throw new TraceError('filter-invalid', {
    where,
    message: `${subject} have no field ${JSON.stringify(name)}`,
    fix: `use one of ${Object.keys(fields).join(', ')}${subject === 'spans' ? ', attributes.KEY' : ''}`,
  });
}

export function fieldName(field: Field): string {
  return field.kind === 'attribute' ? ATTRIBUTE + field.key : field.name;
}
