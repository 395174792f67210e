/** Prompts of shells and interpreters: lines that begin with one are commands, the lines below what they printed. */
import type { TextRule } from '../adapter/adapter.ts';
import { compilePattern } from '../adapter/patterns.ts';
import { readRole } from '../words/vocabulary.ts';

/** The surest first: `user@host:~/site$ `, `~/site % `, `bash-5.1# `, `PS C:\> `, `>>> `, `$ `. */
const PROMPTS: readonly string[] = [
  String.raw`(?<prompt>(?:\(\w{1,9}\) )?\[?[\w.-]{1,16}@[\w.-]{1,40}(?:[: ][^\n$#%>\]]{0,60})?\]?[$#%>])(?![^ ]) ?`,
  String.raw`(?<prompt>(?:\([\w.-]{1,20}\) )?(?:[\w.-]{1,40}:)?[~\/][\w.~\/@+-]{0,160} ?[$#%>])(?![^ ]) ?`,
  String.raw`(?<prompt>(?:bash|sh|zsh|ash|root|dash)(?:-[\d.]{1,8})?[$#])(?![^ ]) ?`,
  String.raw`(?<prompt>PS [^\n>]{1,160}>|[A-Z]:\\[^\n>]{0,160}>)(?![^ ]) ?`,
  String.raw`(?<prompt>(?:>>>|In \[\d{1,4}\]:))(?![^ ]) ?`,
  String.raw`(?<prompt>[$❯➜λ])(?![^ ]) ?`,
  String.raw`(?<prompt>[#%])(?![^ ]) ?`,
  String.raw`(?<prompt>>) `,
];
const MAX_LINES = 20_000;
/** Headings and quotations begin alike: they must be all that begins so, and prompts stand first. */
const LOOSE = 6;

export function inducePromptRule(text: string): TextRule | undefined {
  const lines = text.split('\n', MAX_LINES).map((line) => line.slice(0, 300));
  const filled = lines.filter((line) => line.trim() !== '').length;
  let best: { source: string; count: number } | undefined;
  for (const [index, source] of PROMPTS.entries()) {
    const pattern = compilePattern(source);
    let count = 0;
    let commands = 0;
    let pairs = 0;
    let voices = 0;
    let wasPrompt = false;
    let first = -1;
    for (const [at, line] of lines.entries()) {
      pattern.lastIndex = 0;
      const match = pattern.exec(line);
      if (match !== null) {
        count += 1;
        if (first === -1) first = at;
        if (wasPrompt) pairs += 1;
        const rest = line.slice(match[0].length).trim();
        // ">>> USER" says who speaks.
        if (readRole(rest) !== undefined && !/\s/.test(rest)) voices += 1;
        if (rest !== '' && /^[\p{L}\p{N}.~/_"'$({[\\!#@-]/u.test(rest)) commands += 1;
      }
      wasPrompt = match !== null;
    }
    const isLoose = index >= LOOSE;
    if (commands < 2 || commands < count * 0.5 || voices > count * 0.5) continue;
    if (commands < filled * (isLoose ? 0.1 : 0.01)) continue;
    // Quotations run over several lines, headings stand among others of their kind.
    if (isLoose && (pairs > count * 0.4 || lines.some((line) => /^(?:#{2,6}|>>) /.test(line)))) continue;
    if (commands > (best?.count ?? 0)) best = { source, count: commands };
    if (best !== undefined) break;
  }
  return best === undefined ? undefined : { headers: [best.source], skipFences: false };
}
