/** A log that mostly consists of messages as Python prints them. */
import type { TextRule } from '../adapter/adapter.ts';
import { readPrintedRecords } from '../containers/read-printed-records.ts';
import { readRole } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;
const LEAST = 4;
const MOST = 0.5;

/** Undefined unless most of the text is printed objects, and most of these say who speaks. */
export function inducePrintedRule(text: string): TextRule | undefined {
  const head = text.split('\n', MAX_LINES).join('\n');
  const { records, printed } = readPrintedRecords(head);
  if (records.length < LEAST || printed < head.length * MOST) return undefined;
  const roles = records.flatMap((record) => {
    const texts = Object.values(record).filter((value) => typeof value === 'string');
    return texts.map(readRole).find((role) => role !== undefined) ?? [];
  });
  return roles.length < records.length * MOST || new Set(roles).size < 2
    ? undefined
    : { headers: [], skipFences: false, printed: true };
}
