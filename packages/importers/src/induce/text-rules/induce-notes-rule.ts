/**
 * A chat kept as notes: headings of one depth (`*** Is it dry?`, `### Is it dry?`) are what was asked, named blocks (`#+begin_tool` to
 * `#+end_tool`, three backticks and `tool` to three backticks) hold what was called and thought, and what stands between is the reply.
 */
import type { TextRule } from '../adapter/adapter.ts';
import { quoteOneOf, quotePattern } from '../adapter/patterns.ts';
import { readLabel } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;
const LEAST = 2;
const NAME = String.raw`\p{L}[\p{L}\p{N}_-]{0,40}`;

/** How a kind of notes is written. */
interface Writing {
  readonly heading: string;
  /** The pattern before the name of a block. */
  readonly opens: string;
  /** The pattern of a line that ends one of these blocks: in what a tool brought others may begin and end. */
  readonly closes: (names: string) => string;
}

const WRITINGS: readonly Writing[] = [
  {
    heading: '*',
    opens: String.raw`#\+begin_`,
    closes: (names) => String.raw`#\+end_(?:${names})(?![\w\-])`,
  },
  { heading: '#', opens: String.raw`\x60{3,9} ?`, closes: () => String.raw`\x60{3,9}(?![^ ])` },
];

/** Undefined unless blocks with names of tools and thoughts stand below headings. */
export function induceNotesRule(text: string): TextRule | undefined {
  const lines = text.split('\n', MAX_LINES).map((line) => line.slice(0, 200));
  for (const writing of WRITINGS) {
    const rule = readNotes(lines, writing);
    if (rule !== undefined) return rule;
  }
  return undefined;
}

function readNotes(lines: readonly string[], { heading, opens, closes }: Writing): TextRule | undefined {
  const opening = new RegExp(`^${opens}(${NAME})(?=\\s|$)`, 'iu');
  const blocks = new Map<string, number>();
  const headings = new Map<number, number>();
  const title = new RegExp(`^(${quotePattern(heading)}{1,6}) \\S`);
  let inside: { readonly name: string; readonly end: RegExp } | undefined;
  for (const line of lines) {
    if (inside !== undefined) {
      if (!inside.end.test(line)) continue;
      blocks.set(inside.name, (blocks.get(inside.name) ?? 0) + 1);
      inside = undefined;
      continue;
    }
    const name = opening.exec(line)?.[1];
    if (name !== undefined) inside = { name, end: new RegExp(`^${closes(quotePattern(name))}`, 'iu') };
    const depth = title.exec(line)?.[1]?.length;
    if (depth !== undefined) headings.set(depth, (headings.get(depth) ?? 0) + 1);
  }
  const names = [...blocks.keys()].filter(isTold);
  const told = names.reduce((sum, name) => sum + (blocks.get(name) ?? 0), 0);
  const [most] = [...headings].toSorted((a, b) => b[1] - a[1]);
  if (told < LEAST || most === undefined || most[1] < LEAST) return undefined;
  const known = quoteOneOf(names);
  return {
    headers: [`(?<label>${quotePattern(heading)}{${most[0]}})(?![^ ]) {0,4}`],
    skipFences: heading === '#',
    replies: true,
    enclosed: { opens: `${opens}(?<label>${known})(?![\\w\\-])`, closes: closes(known) },
  };
}

/** "tool", "reasoning"; the language of some code is none. */
function isTold(name: string): boolean {
  return readLabel(name)?.as === 'thought' || /(?:^|_)(?:tool|function)(?:_|$)/i.test(name);
}
