/** What a file has or lacks that the sample of its adapter did not: told as problems, counted, once a file. */
import type { JsonObject } from '@tracewright/core';
import type { ImportItem } from '../../format.ts';
import type { AdapterBody, FieldName } from '../adapter/adapter.ts';
import { hasField } from './has-field.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import type { Piece } from './read-record.ts';

export interface Drift {
  see(record: JsonObject, piece: Piece): void;
  /** What kind of record it says it is. */
  typeOf(record: JsonObject): string;
  report(path: string): Generator<ImportItem>;
}

/** Fewer records say nothing of what is missing. */
const ENOUGH = 8;
/** A field that most of the sample had, and that is gone, is drift. */
const COMMON = 0.3;
const WATCHED: ReadonlySet<FieldName> = new Set([
  'text',
  'thought',
  'tool',
  'callText',
  'arguments',
  'result',
  'role',
  'time',
  'callId',
]);

export function createDrift({ fingerprint, fields, cases }: AdapterBody): Drift {
  const known = new Set(fingerprint.members);
  const added = new Map<string, number>();
  const seen = new Map<FieldName, number>();
  const watched = fields.filter(({ field, coverage }) => WATCHED.has(field) && coverage >= COMMON);
  const typePaths = [...new Set(cases.flatMap(({ when }) => when.map(({ path }) => path)))];
  let records = 0;
  return {
    see(record, piece) {
      records += 1;
      for (const name of Object.keys(record))
        if (!known.has(name)) added.set(name, (added.get(name) ?? 0) + 1);
      for (const { field } of watched)
        if (hasField(piece, field)) seen.set(field, (seen.get(field) ?? 0) + 1);
    },
    typeOf(record) {
      for (const path of typePaths)
        for (const { value } of findPlaces(record, pathOf(path)))
          if (typeof value === 'string') return value.slice(0, 80);
      return 'unknown';
    },
    *report(path) {
      const fix = 'edit the adapter; or delete it, and induce one anew with tracewright import PATH --induce';
      const tell = (message: string): ImportItem => ({
        kind: 'problem',
        problem: { path, code: 'type-unknown', where: '', message, fix },
      });
      if (records < ENOUGH) return;
      for (const { field, from } of watched)
        if (!seen.has(field))
          yield tell(
            `none of ${records} records has the ${field} that the adapter reads from ${from.join(', ')}`,
          );
      const names = [...added].toSorted(([, a], [, b]) => b - a);
      if (names.length > 0) {
        const shown = names.slice(0, 8).map(([name, count]) => `${JSON.stringify(name)} (${count})`);
        yield tell(`${names.length} members that the adapter does not know: ${shown.join(', ')}`);
      }
    },
  };
}
