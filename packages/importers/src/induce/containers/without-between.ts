/** Lines that stand between records: the end of a record without those whose template is known to say nothing of it. */
import { keyOf, tokenizeLine } from './line-template.ts';

/** Drawn below what says nothing, a line of one sign is no part of the record either. */
const RULE = /^\s*([-=_*~─━])\1{2,200}\s*$/u;
/** Longer lines say something. In UTF-16 units. */
const MAX_LENGTH = 200;

/** What lines of one template have in common; undefined of a blank line and of a long one. */
export function templateOf(line: string): string | undefined {
  const bare = line.trim();
  return bare === '' || bare.length > MAX_LENGTH ? undefined : keyOf(tokenizeLine(bare));
}

export function withoutBetween(lines: readonly string[], between: ReadonlySet<string>): readonly string[] {
  if (between.size === 0) return lines;
  let end = lines.length;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    const isKnown = between.has(templateOf(line) ?? '');
    if (!isKnown && (line.trim() === '' || (line.length <= MAX_LENGTH && RULE.test(line)))) continue;
    if (!isKnown) break;
    end = at;
  }
  return lines.slice(0, end);
}
