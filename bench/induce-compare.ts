/** Steps as texts that are equal when role, tool, arguments and result agree, for the benches of induction. */
import type { JsonValue } from '@tracewright/core';

export interface ComparedStep {
  readonly role: string;
  readonly tool: string | undefined;
  readonly arguments: JsonValue | undefined;
  readonly result: string;
}

/** A step as written down beside an example. */
export interface ExpectedStep {
  readonly role: string;
  readonly tool?: string;
  readonly arguments?: JsonValue;
  readonly result?: JsonValue;
}

export interface ComparedParts {
  readonly role: string;
  readonly tool: string;
  readonly arguments: string;
  readonly result: string;
}

export function toCompared({ role, tool, arguments: args, result }: ExpectedStep): ComparedStep {
  const text = result === undefined ? '' : typeof result === 'string' ? result : JSON.stringify(result);
  return { role, tool, arguments: args, result: text };
}

export function toComparedParts({ role, tool, arguments: args, result }: ComparedStep): ComparedParts {
  return {
    role,
    tool: tool ?? '',
    arguments: tool === undefined ? '' : canonical(args ?? null),
    result: tool === undefined ? '' : squeeze(result),
  };
}

export function toComparedText(step: ComparedStep): string {
  return JSON.stringify(toComparedParts(step));
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function canonical(value: unknown): string {
  const empty =
    value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
  if (empty) return '{}';
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0)))
      : inner,
  );
}

/** Length of the longest common subsequence. */
export function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Uint32Array(b.length + 1);
  for (const item of a) {
    const next = new Uint32Array(b.length + 1);
    for (let column = 1; column <= b.length; column += 1)
      next[column] =
        b[column - 1] === item
          ? (row[column - 1] ?? 0) + 1
          : Math.max(row[column] ?? 0, next[column - 1] ?? 0);
    row = next;
  }
  return row.at(-1) ?? 0;
}

export interface AlignedStep {
  readonly side: '=' | '-' | '+';
  readonly step: string;
}

/** Both lists in one, so that the most steps are common; quadratic in memory, for what is printed. */
export function alignSteps(a: readonly string[], b: readonly string[]): AlignedStep[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = a.length - 1; row >= 0; row -= 1)
    for (let column = b.length - 1; column >= 0; column -= 1)
      common[row * width + column] =
        a[row] === b[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const aligned: AlignedStep[] = [];
  let [row, column] = [0, 0];
  while (row < a.length || column < b.length) {
    const [left, right] = [a[row], b[column]];
    if (left !== undefined && left === right) {
      aligned.push({ side: '=', step: left });
      row += 1;
      column += 1;
    } else if (left !== undefined && (right === undefined || at(row + 1, column) >= at(row, column + 1))) {
      aligned.push({ side: '-', step: left });
      row += 1;
    } else {
      aligned.push({ side: '+', step: right ?? '' });
      column += 1;
    }
  }
  return aligned;
}
