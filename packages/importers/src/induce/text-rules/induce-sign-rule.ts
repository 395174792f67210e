/**
 * A prompt whose template puts names in capitals around what is said, closed by a slash, wherever lines break:
 * `[ASK] Is it dry?[/ASK][CALL] [{"name": "soil"}]</s>`. The sign that begins the text is the user's, unless its name says otherwise.
 */
import type { SignedPart, TextRule } from '../adapter/adapter.ts';
import { readLabel, readRole } from '../words/vocabulary.ts';

const MAX_TEXT = 1_000_000;
const SIGN = /\[(\/?)([A-Z][A-Z_]{1,30})\]/g;
/** Ends of turns in templates of prompts. */
const END = /<(?:\/?s|\|[a-z_]{1,30}\|)>/g;
const LEAST = 2;
const MOST = 20;
/** Share of the openings that are closed where a sign is one that is. */
const CLOSED = 0.9;

/** Undefined unless a sign begins the text and is closed wherever it stands, and others say what they are. */
export function induceSignRule(text: string): TextRule | undefined {
  const head = text.slice(0, MAX_TEXT);
  const ends = [...new Set(head.match(END))];
  const counts = new Map<string, { opened: number; closed: number }>();
  for (const [, slash, name = ''] of head.matchAll(SIGN)) {
    const count = counts.get(name) ?? { opened: 0, closed: 0 };
    counts.set(name, count);
    if (slash === '') count.opened += 1;
    else count.closed += 1;
  }
  const isClosed = (name: string): boolean => {
    const { opened, closed } = counts.get(name) ?? { opened: 0, closed: 0 };
    return opened >= LEAST && closed >= opened * CLOSED && closed <= opened;
  };
  const first = /^(?:<[^<>\s]{1,30}>|\s){0,4}\[([A-Z][A-Z_]{1,30})\]/.exec(head)?.[1] ?? '';
  if (!isClosed(first)) return undefined;
  const signs = [...counts.keys()].flatMap((name): readonly SignedPart[] => {
    const isTold = readLabel(name) !== undefined || readRole(name) !== undefined;
    if (!isClosed(name) && !(isTold && counts.get(name)?.closed === 0)) return [];
    return [
      {
        opens: `[${name}]`,
        ...(isClosed(name) ? { closes: `[/${name}]` } : {}),
        label: isTold || name !== first ? name : 'user',
        ...(/^(?:call|result)$/.test(readLabel(name)?.as ?? '') ? { isData: true } : {}),
      },
    ];
  });
  if (signs.length < LEAST || signs.length > MOST || ends.length > MOST) return undefined;
  return { headers: [], skipFences: false, signs, ...(ends.length === 0 ? {} : { closing: ends }) };
}
