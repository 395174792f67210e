import { isJsonObject, type JsonValue } from '@tracewright/core';
import { isEmpty } from '../adapter/select-value.ts';

const TEXT_PART = /^(?:input_|output_)?text$/i;

/** `[{"type": "text", "text": "4"}]`: its texts; undefined where any of it says more. */
export function textPartsOf(value: JsonValue | readonly JsonValue[]): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const texts: string[] = [];
  for (const part of value as readonly JsonValue[]) {
    if (!isJsonObject(part)) return undefined;
    const { text, type, ...others } = part;
    const isPart = typeof text === 'string' && typeof type === 'string' && TEXT_PART.test(type);
    if (!isPart || Object.entries(others).some(([name, inner]) => !isBeside(name, inner))) return undefined;
    texts.push(text);
  }
  return texts;
}

/** An id of the part, or what is empty. */
function isBeside(name: string, value: JsonValue): boolean {
  return /^(?:id|uuid)$/.test(name) ? typeof value === 'string' : isEmpty(value);
}
