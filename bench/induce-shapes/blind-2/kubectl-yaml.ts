/** YAML as kubectl writes it: keys in order of the alphabet, lists not indented below their key, long lines folded. */
import type { JsonValue } from '@tracewright/core';

const WIDTH = 80;
/** Texts that would be read as something else: words for truth, numbers, times. */
const OF_OTHER_TYPE =
  /^(?:true|false|null|yes|no|on|off|~|[\d.:+-]+(?:e[\d+-]+)?|\d{4}-\d\d-\d\dT[\d:.]+Z)$/i;

export function kubectlYaml(value: JsonValue): string {
  return `${writeBlock(value, 0).trimStart()}\n`;
}

/** The value with its keys in the order in which they are written. */
export function inWrittenOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(inWrittenOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(sortedEntries(value).map(([key, item]) => [key, inWrittenOrder(item)]));
}

function sortedEntries(value: object): readonly (readonly [string, JsonValue])[] {
  return Object.entries(value as Readonly<Record<string, JsonValue>>).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
}

/** Begins with a line break where a block follows, and is the rest of the line otherwise. */
function writeBlock(value: JsonValue, indent: number): string {
  const margin = `\n${' '.repeat(indent)}`;
  if (Array.isArray(value) && value.length > 0)
    return (value as readonly JsonValue[])
      .map((item) => `${margin}- ${writeBlock(item, indent + 2).trimStart()}`)
      .join('');
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
    return sortedEntries(value)
      .map(([key, item]) => {
        const text = writeBlock(item, Array.isArray(item) ? indent : indent + 2);
        return `${margin}${key}:${text.startsWith('\n') ? '' : ' '}${writeScalar(item, text, indent + 2, indent + key.length + 2)}`;
      })
      .join('');
  return JSON.stringify(value);
}

function writeScalar(value: JsonValue, otherwise: string, indent: number, column: number): string {
  if (typeof value !== 'string') return otherwise;
  const margin = ' '.repeat(indent);
  if (value.includes('\n') && !/ (?:\n|$)|^\s/.test(value)) {
    const chomp = value.endsWith('\n') ? '' : '-';
    return `|${chomp}\n${value.replace(/\n$/, '').replaceAll(/^(?=.)/gm, margin)}`;
  }
  if (value === '' || value.includes('\n') || OF_OTHER_TYPE.test(value)) return JSON.stringify(value);
  const isPlain = !/^[-?:](?:\s|$)|^[[\]{},#&*!|>'"%@`]|:(?:\s|$)|\s#/.test(value) && value.trim() === value;
  return fold(isPlain ? value : `'${value.replaceAll("'", "''")}'`, margin, column);
}

/** Breaks at the first single space past the width. */
function fold(text: string, margin: string, start: number): string {
  let column = start;
  return Array.from(text)
    .map((sign, index, signs) => {
      const isBreak =
        sign === ' ' && column > WIDTH && signs[index - 1] !== ' ' && signs[index + 1] !== ' ' && index > 1;
      column = isBreak ? margin.length : column + 1;
      return isBreak ? `\n${margin}` : sign;
    })
    .join('');
}
