/** A log that prints what a model is sent, each time with all that was said before. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { TextRule } from '../adapter/adapter.ts';
import { readSentRecords } from '../containers/read-sent-records.ts';

const MAX_LINES = 20_000;
const LEAST = 3;
/** Share of the text that such lists make up, and of the lists that go on where another ended. */
const MOST = 0.4;
const MOST_GROW = 0.5;

/** Undefined unless lists grow, and make up much of the text. */
export function induceSentRule(text: string): TextRule | undefined {
  const head = text.split('\n', MAX_LINES).join('\n');
  const { records, printed } = readSentRecords(head);
  const grow = records.filter((record, index) => goesOn(record, records[index - 1])).length;
  return records.length < LEAST || printed < head.length * MOST || grow < records.length * MOST_GROW
    ? undefined
    : { headers: [], skipFences: false, sent: true };
}

function goesOn(record: JsonObject, before: JsonObject | undefined): boolean {
  const [last, list] = [messagesOf(before), messagesOf(record)];
  return (
    last.length > 0 &&
    list.length > last.length &&
    JSON.stringify(list.slice(0, last.length)) === JSON.stringify(last)
  );
}

function messagesOf(record: JsonObject | undefined): readonly JsonValue[] {
  return (record?.['messages'] ?? []) as readonly JsonValue[];
}
