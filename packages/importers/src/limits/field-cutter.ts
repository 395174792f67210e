/** Cuts fields to their limits and notes each that was cut. A field within its limit comes back itself. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { SpanLimits } from './span-limits.ts';
import { startOfText } from './truncate-text.ts';
import { sizeOfValue, truncateValue } from './truncate-value.ts';

/** One field that was cut. */
export interface Truncation {
  /** As in masks: `input/0/parts/1`, `tool/result`, `attributes/KEY`, `attributes`, `events`. */
  readonly field: string;
  /** What was counted; `levels` where a value nested too deep. */
  readonly unit: 'characters' | 'items' | 'levels';
  readonly limit: number;
  /** How much there was; absent for levels. */
  readonly total?: number;
}

/** The attribute that lists the fields cut. */
export const TRUNCATED_ATTRIBUTE = 'tracewright.truncated';
/** Of a key, in the name of a field. */
const MAX_NAMED = 100;

export interface FieldCutter {
  readonly value: <V extends JsonValue>(whole: V, limit: number, field: string) => V;
  readonly text: <T extends string | undefined>(whole: T, limit: number, field: string) => T;
  readonly list: <T>(
    whole: readonly T[],
    limit: number,
    field: string,
    keep: 'first' | 'last',
  ) => readonly T[];
  readonly attributes: (whole: JsonObject, field: string) => JsonObject;
}

/** @param truncations grows with each field that is cut */
export function createFieldCutter(limits: SpanLimits, truncations: Truncation[]): FieldCutter {
  const { depth } = limits;
  const cutter: FieldCutter = {
    value: (whole, limit, field) => {
      const cut = truncateValue(whole, limit, depth);
      if (cut === whole) return whole;
      const total = sizeOfValue(whole, depth);
      truncations.push(
        total === Infinity
          ? { field, unit: 'levels', limit: depth }
          : { field, unit: 'characters', limit, total },
      );
      // A text stays a text, any other value may become one where it nests too deep.
      return cut as typeof whole;
    },
    text: (whole, limit, field) => (whole === undefined ? whole : cutter.value(whole, limit, field)),
    list: (whole, limit, field, keep) => {
      if (whole.length <= limit) return whole;
      truncations.push({ field, unit: 'items', limit, total: whole.length });
      return keep === 'first' ? whole.slice(0, limit) : whole.slice(-limit);
    },
    attributes: (whole, field) => {
      const entries = Object.entries(whole);
      const own = entries.filter(([name]) => name === TRUNCATED_ATTRIBUTE);
      const kept = cutter.list(
        entries.filter(([name]) => name !== TRUNCATED_ATTRIBUTE),
        limits.attributes,
        field,
        'first',
      );
      let isChanged = kept.length + own.length < entries.length;
      const members = kept.map(([name, inner]): [string, JsonValue] => {
        const key = cutter.text(
          name,
          limits.attributeKeyCharacters,
          `${field}/${startOfText(name, MAX_NAMED)}`,
        );
        const cut = cutter.value(
          inner,
          limits.attributeCharacters,
          `${field}/${startOfText(key, MAX_NAMED)}`,
        );
        isChanged ||= key !== name || cut !== inner;
        return [key, cut];
      });
      return isChanged ? Object.fromEntries([...members, ...own]) : whole;
    },
  };
  return cutter;
}
