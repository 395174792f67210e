/**
 * A text without what stands before each of its lines, those of a value or a saying over several lines too: the time that a runner
 * writes, the name of the program (`web-1  | {`), a level with what follows in line with it below.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { compilePattern } from '../adapter/patterns.ts';

export interface BareLine {
  readonly line: string;
  /** What the prefix said: `time` or `clock`. */
  readonly said: JsonObject;
  readonly isPrefixed: boolean;
  /** Further in than the line above by what stands before that one. */
  readonly isHanging: boolean;
}

const MAX_PREFIX = 200;

export function takeOffPrefix(text: string, prefix: string): BareLine[] {
  const pattern = compilePattern(prefix);
  let width = 0;
  let said: JsonObject = {};
  return text.split('\n').map((line) => {
    pattern.lastIndex = 0;
    const match = pattern.exec(line.slice(0, MAX_PREFIX));
    if (match !== null) {
      width = match[0].length;
      said = Object.fromEntries(
        Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined),
      );
      return { line: line.slice(width), said, isPrefixed: true, isHanging: false };
    }
    const isHanging = width > 0 && line.trim() !== '' && line.slice(0, width).trim() === '';
    return { line: isHanging ? line.slice(width) : line, said, isPrefixed: false, isHanging };
  });
}

export function textOfLines(lines: readonly BareLine[]): string {
  return lines.map(({ line }) => line).join('\n');
}

/** Each record with what the prefix of its first line says, where it has no such member of its own. */
export function withSaid(root: JsonValue, saidOf: (index: number) => JsonObject | undefined): JsonValue {
  if (!Array.isArray(root)) return root;
  return (root as readonly JsonValue[]).map((record, index) =>
    isJsonObject(record) ? { ...saidOf(index), ...record } : record,
  );
}
