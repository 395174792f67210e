/**
 * What a terminal agent showed, as it is pasted: a sign before each line says whose it is (`> question`, `⏺ Bash(ls)`, `⎿ a.txt`).
 */
import type { TextRule } from './adapter.ts';
import { readLabel, SIGNS } from './vocabulary.ts';

const MAX_LINES = 20_000;
const signs = [...SIGNS.keys()].join('');
const LINE = new RegExp(String.raw`^[ \t]{0,4}([${signs}])[ \t]`, 'u');
const SOURCE = String.raw`[ \t]{0,4}(?<label>[${signs}])[ \t]{1,3}`;

/** Undefined unless the signs tell of an agent and of what came back, or of who asked. */
export function induceMarkRule(text: string): TextRule | undefined {
  const counts = new Map<string, number>();
  for (const line of text.split('\n', MAX_LINES)) {
    const sign = LINE.exec(line.slice(0, 40))?.[1];
    if (sign !== undefined) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  const told = new Set(
    [...counts].filter(([, count]) => count >= 2).map(([sign]) => readLabel(sign)?.role ?? ''),
  );
  return told.has('agent') && told.size >= 2 ? { headers: [SOURCE], skipFences: true } : undefined;
}
