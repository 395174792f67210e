/** The sign behind which somebody types to an agent (`>>> how far is it?`): what stands below the line is the answer. */
import type { MeantLine } from '../adapter/adapter.ts';
import { quotePattern } from '../adapter/patterns.ts';

/** The longest first, of which another is the beginning. */
const PROMPTS = ['>>>', '>>', '>', '❯', '›', '»', '➜', 'λ', '$'];
const LEAST = 2;
/** Share of such lines that another follows: a quotation runs over several. */
const MOST_PAIRS = 0.2;

/** @param taken lines that call, or tell what came back; of these none begins with the sign */
export function findPrompt(lines: readonly string[], taken: ReadonlySet<number>): MeantLine | undefined {
  const first = [...taken].reduce((least, line) => Math.min(least, line), Infinity);
  for (const sign of PROMPTS) {
    const isPrompt = (line: number): boolean => lines[line]?.startsWith(`${sign} `) === true;
    const prompts = [...lines.keys()].filter(isPrompt);
    const typed = prompts.filter((line) => /^\S/.test((lines[line] ?? '').slice(sign.length + 1)));
    // Nothing is called before somebody asks.
    if (typed.length < LEAST || (typed[0] ?? 0) > first || typed.some((line) => taken.has(line))) continue;
    if (typed.filter((line) => isPrompt(line + 1)).length > typed.length * MOST_PAIRS) continue;
    return { patterns: [`${quotePattern(sign)}(?![^ ]) ?`], label: 'user', alone: true };
  }
  return undefined;
}
