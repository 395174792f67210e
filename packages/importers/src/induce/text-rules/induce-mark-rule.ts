/**
 * What a terminal agent showed, as it is pasted: a sign before each line says whose it is (`> question`, `⏺ Bash(ls)`, `⎿ a.txt`), or a
 * word behind a sign of its own (`✻ Thinking… (4s)`).
 */
import type { TextRule } from '../adapter/adapter.ts';
import { readLabel, SIGNS } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;
const signs = [...SIGNS.keys()].join('');
const LINE = new RegExp(String.raw`^[ \t]{0,4}([${signs}])[ \t]`, 'u');
const SOURCE = String.raw`[ \t]{0,4}(?<label>[${signs}])[ \t]{1,3}`;
/** Nothing else on its line but how long it took. */
const WORD =
  /^[^\p{L}\p{N}\s"'`(){}[\]#|$%&*_<>.,:;/\\-] (\p{Lu}\p{L}{2,20})(?:…|\.{3})?(?: \([^()\n]{1,40}\))?[ \t]*$/u;

/** Undefined unless the signs tell of an agent and of what came back, or of who asked. */
export function induceMarkRule(text: string): TextRule | undefined {
  const counts = new Map<string, number>();
  const words = new Map<string, number>();
  for (const line of text.split('\n', MAX_LINES)) {
    const sign = LINE.exec(line.slice(0, 40))?.[1];
    const word = WORD.exec(line.slice(0, 120))?.[1];
    if (sign !== undefined) counts.set(sign, (counts.get(sign) ?? 0) + 1);
    else if (word !== undefined && readLabel(word) !== undefined) words.set(word, (words.get(word) ?? 0) + 1);
  }
  const told = new Set(
    [...counts].filter(([, count]) => count >= 2).map(([sign]) => readLabel(sign)?.role ?? ''),
  );
  if (!told.has('agent') || told.size < 2) return undefined;
  const named = [...words].filter(([, count]) => count >= 2).map(([word]) => word);
  return { headers: [...(named.length === 0 ? [] : [sourceOf(named)]), SOURCE], skipFences: true };
}

function sourceOf(words: readonly string[]): string {
  return String.raw`[^\p{L}\p{N}\s] (?<label>${words.join('|')})(?:…|\.{3})?(?: \([^()\n]{1,40}\))?(?![^ ])`;
}
