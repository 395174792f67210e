/** What is said in a list of turns before the agent speaks. */
import type { JsonValue } from '@tracewright/core';
import type { AdapterBody } from '../adapter/adapter.ts';
import { findPlaces, pathOf, type Place } from '../adapter/path.ts';
import { asRecord, findCase } from '../adapter/select-value.ts';
import { type Piece, piecesOf, readRecord } from './read-record.ts';

export interface Opening {
  readonly told: readonly { readonly place: Place; readonly piece: Piece }[];
  /** What is said next. */
  readonly next: Piece | undefined;
}

/** Records that may stand before the agent's first. */
const MOST = 20;

/** @param mark what a record is read as */
export function openingOf(
  run: Place,
  path: string,
  rules: Pick<AdapterBody, 'cases' | 'roles' | 'status' | 'timeUnit'>,
  mark: (value: JsonValue) => JsonValue = (value) => value,
): Opening {
  const told: Opening['told'][number][] = [];
  for (const { value, pointer } of findPlaces(run.value, pathOf(path), run.pointer)) {
    const record = asRecord(mark(value));
    const recordCase = record === undefined ? undefined : findCase(record, rules.cases);
    if (record === undefined || recordCase === undefined || told.length >= MOST) break;
    const [piece, ...more] = piecesOf(readRecord(record, recordCase, rules, pointer));
    const opens = (piece?.role === 'user' || piece?.role === 'system') && more.length === 0;
    if (piece === undefined || !opens) return { told, next: piece };
    told.push({ place: { value: record, pointer }, piece });
  }
  return { told, next: undefined };
}
