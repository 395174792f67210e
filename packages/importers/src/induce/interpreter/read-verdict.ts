/** Whether a call went well. */
import type { JsonValue } from '@tracewright/core';
import type { AdapterBody, RecordCase } from '../adapter/adapter.ts';
import { compilePattern } from '../adapter/patterns.ts';
import { select, textOf } from '../adapter/select-value.ts';
import { canonicalName } from '../words/vocabulary.ts';

/** Whether a call went well, as the record says it. */
export function readVerdict(
  record: JsonValue,
  { fields }: RecordCase,
  { status }: Pick<AdapterBody, 'status'>,
  pointer: string,
): { isError: boolean | undefined; message: string | undefined } {
  const error = select(record, fields.error, pointer)?.value;
  const isFalse =
    error === false ||
    error === 0 ||
    error === undefined ||
    (typeof error === 'string' && /^(?:false|none|null|no|ok)?$/i.test(error.trim()));
  if (!isFalse) {
    const message = typeof error === 'boolean' || typeof error === 'number' ? undefined : textOf(error);
    return { isError: true, message };
  }
  const exitCode = select(record, fields.exitCode, pointer)?.value;
  if (typeof exitCode === 'number' || (typeof exitCode === 'string' && /^-?\d{1,9}$/.test(exitCode)))
    return { isError: Number(exitCode) !== 0, message: undefined };
  const success = select(record, fields.success, pointer)?.value;
  if (typeof success === 'boolean') return { isError: !success, message: undefined };
  const written = select(record, fields.status, pointer)?.value;
  const word =
    typeof written === 'string' || typeof written === 'number' ? canonicalName(String(written)) : '';
  if (status.error.includes(word)) return { isError: true, message: undefined };
  if (status.ok.includes(word)) return { isError: false, message: undefined };
  const result = fields.result === undefined ? undefined : select(record, fields.result, pointer)?.value;
  if (typeof result === 'string' && matchesAny(result, status.errorPatterns))
    return { isError: true, message: undefined };
  return { isError: error === undefined ? undefined : false, message: undefined };
}

function matchesAny(text: string, patterns: readonly string[]): boolean {
  const start = text.slice(0, 2_000);
  return patterns.some((source) => {
    const pattern = compilePattern(source);
    pattern.lastIndex = 0;
    return pattern.test(start);
  });
}
