/** Tools named in brackets that have a line for themselves: `[Tool Use: search]` over what was given, `[search (error)]` over what came back. */
import { quoteOneOf } from '../adapter/patterns.ts';
import { readLabel } from '../words/vocabulary.ts';

const NAME = String.raw`[\p{L}_][\w.:\/\-]{0,79}`;
const LINE = new RegExp(
  String.raw`^\[(?:([^\[\]:\n]{1,40}): )?(${NAME})(?: \(\p{L}{1,20}\))?\][ \t]{0,4}$`,
  'u',
);
const LEAST = 2;
/** Share of the calls that have such a line over what came back, where that is how it is told. */
const ANSWERED = 0.5;

/** Patterns of lines that call, and of lines that name what was called; none where no calls stand so. */
export function findClosedNames(lines: readonly string[]): {
  readonly calls: readonly string[];
  readonly results: readonly string[];
  /** Indices of such lines. */
  readonly lines: ReadonlySet<number>;
} {
  const labels = new Set<string>();
  const called = new Set<string>();
  const told = new Set<number>();
  let calls = 0;
  for (const [index, line] of lines.entries()) {
    const [, label, tool = ''] = (line.startsWith('[') ? LINE.exec(line.slice(0, 200)) : null) ?? [];
    if (label !== undefined && readLabel(label)?.as === 'call') {
      labels.add(label);
      called.add(tool);
      calls += 1;
    } else if (label !== undefined || !called.has(tool)) continue;
    told.add(index);
  }
  if (calls < LEAST) return { calls: [], results: [], lines: new Set() };
  const label = quoteOneOf([...labels]);
  return {
    calls: [String.raw`\[(?<label>${label}): (?<tool>${NAME})\](?![^ ])`],
    results:
      told.size - calls < calls * ANSWERED
        ? []
        : [String.raw`\[(?<tool>${NAME})(?: \((?<status>[\p{L}]{1,20})\))?\](?![^ ])`],
    lines: told,
  };
}
