/**
 * What a line of a sorting procedure claims: letters of words, chains such as `"a" < ["b" ? "c"] < (4) "d"`, the group that is
 * sorted next, and the sorted list.
 */

/** Items that are not told apart yet; the key is the place of their letter in the alphabet. */
export interface Group {
  readonly items: readonly string[];
  readonly key: number | undefined;
  readonly start: number;
  readonly end: number;
}

export type OrderClaim =
  | { readonly kind: 'depth'; readonly depth: number; readonly start: number }
  | {
      readonly kind: 'letter';
      readonly item: string;
      readonly letter: string;
      readonly place: number | undefined;
      readonly start: number;
      readonly text: string;
    }
  | {
      readonly kind: 'next-group';
      readonly items: readonly string[];
      readonly start: number;
      readonly text: string;
    }
  | {
      readonly kind: 'chain';
      readonly groups: readonly Group[];
      readonly isPart: boolean;
      readonly start: number;
      readonly text: string;
    }
  | {
      readonly kind: 'answer';
      readonly items: readonly string[];
      readonly start: number;
      readonly text: string;
    };

const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'.split(
    ' ',
  );
const DEPTH = new RegExp(
  String.raw`\b(?:(${ORDINALS.join('|')})|(\d{1,2})(?:st|nd|rd|th))[ -](?:letter|character)s?\b`,
  'gi',
);
const LETTER = /"([^"\n]{1,60})"\s*:\s*"([^"\n]{0,3})"\s*(?:\((\d{1,2})\))?/g;
const ITEM = String.raw`(?:"[^"\n]{1,60}"|[\p{L}\p{N}][\p{L}\p{N}'’-]*)`;
const MEMBERS = String.raw`(?:\[\s*${ITEM}(?:\s*[?,]\s*${ITEM})*\s*\]|${ITEM}(?:\s*\?\s*${ITEM})*)`;
const GROUP = String.raw`(?:\(\d{1,3}\)\s*)?${MEMBERS}`;
const CHAIN = new RegExp(
  String.raw`${GROUP}(?:\s*<\s*${GROUP})+|(?:\(\d{1,3}\)\s*)?\[\s*${ITEM}(?:\s*\?\s*${ITEM})+\s*\]|(?:\(\d{1,3}\)\s*)?${ITEM}(?:\s*\?\s*${ITEM})+`,
  'gu',
);
const ANSWER =
  /\b(?:answer is|hence, we have|sorted (?:list|order|words?)(?: is| are)?):?\s+["[]?([^<?\n]+?)["\].]*$/i;

/** The claims of a line, left to right. */
export function readOrderClaims(line: string): OrderClaim[] {
  const claims: OrderClaim[] = [];
  for (const match of line.matchAll(DEPTH)) {
    const depth = match[1] === undefined ? Number(match[2]) : ORDINALS.indexOf(match[1].toLowerCase()) + 1;
    claims.push({ kind: 'depth', depth, start: match.index });
  }
  for (const match of line.matchAll(LETTER)) {
    const [text, item = '', letter = '', place] = match;
    claims.push({
      kind: 'letter',
      item,
      letter,
      place: place === undefined ? undefined : Number(place),
      start: match.index,
      text,
    });
  }
  for (const match of line.matchAll(CHAIN)) {
    const [text] = match;
    const groups = readGroups(text, match.index);
    const rest = line.slice(match.index + text.length);
    const isNext = groups.length === 1 && /\bsort\b[^.<]*$/i.test(line.slice(0, match.index));
    claims.push(
      isNext
        ? { kind: 'next-group', items: groups.flatMap(({ items }) => items), start: match.index, text }
        : {
            kind: 'chain',
            groups,
            isPart: /^\s*(?:for|in|within) th(?:e|is) (?:sub ?-?part|sub-?list|group)/i.test(rest),
            start: match.index,
            text,
          },
    );
  }
  const answer = ANSWER.exec(line);
  if (answer?.[1] !== undefined) {
    const text = answer[1];
    const start = answer.index + answer[0].indexOf(text);
    const items = text
      .split(/[,;]/.test(text) ? /[,;]\s*/ : /\s+/)
      .map((item) => item.trim().replace(/^(?:and\s+)?["']?|["'.]?$/g, ''));
    claims.push({ kind: 'answer', items: items.filter((item) => item !== ''), start, text });
  }
  return claims.toSorted((a, b) => a.start - b.start);
}

function readGroups(chain: string, offset: number): Group[] {
  const pattern = new RegExp(String.raw`(?:\((\d{1,3})\)\s*)?(${MEMBERS})`, 'gu');
  return [...chain.matchAll(pattern)].map((match) => ({
    key: match[1] === undefined ? undefined : Number(match[1]),
    items: [...(match[2] ?? '').matchAll(new RegExp(ITEM, 'gu'))].map(([item]) => item.replace(/^"|"$/g, '')),
    start: offset + match.index,
    end: offset + match.index + match[0].length,
  }));
}
