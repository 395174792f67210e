/** Words for places in an order, on whatever scale: left to right, oldest to newest, cheapest to dearest, first to last. */

/** `start` counts from the first place of the scale, `end` from its last. */
export type Side = 'start' | 'end';

/** A place counted from one side; rank 1 is the outermost. */
export interface Place {
  readonly rank: number;
  readonly side: Side;
  /** A bare ordinal (`the second one`) counts in the direction of the list it speaks of. */
  readonly isBare: boolean;
}

export const ORDINAL_WORDS: readonly string[] =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');
/** Matches one ordinal. */
export const ORDINAL: string = String.raw`(?:${ORDINAL_WORDS.join('|')}|\d{1,2}(?:st|nd|rd|th))`;

/** Superlatives by side: each line is one scale. */
const SUPERLATIVES: readonly (readonly [start: string, end: string])[] = [
  ['leftmost', 'rightmost'],
  ['oldest', 'newest|youngest'],
  ['cheapest|least expensive|least costly', 'most expensive|priciest|costliest|dearest'],
  ['lightest', 'heaviest'],
  ['shortest|smallest|lowest', 'tallest|largest|biggest|highest|longest'],
  ['earliest', 'latest'],
  ['slowest', 'fastest|quickest'],
  ['topmost', 'bottommost'],
  ['frontmost', 'rearmost'],
];

/** Comparatives by side: `A REL B` puts A on that side of B. */
const COMPARATIVES: readonly (readonly [start: string, end: string])[] = [
  ['left of', 'right of'],
  ['older than', 'newer than|younger than'],
  ['cheaper than|less expensive than|less costly than', 'more expensive than|pricier than|costlier than'],
  ['lighter than', 'heavier than'],
  ['shorter than|smaller than|lower than', 'taller than|larger than|bigger than|higher than|longer than'],
  ['earlier than|before|ahead of|above|in front of|better than', 'later than|after|behind|below|worse than'],
  ['slower than', 'faster than|quicker than'],
];

const STARTS = SUPERLATIVES.map(([start]) => start).join('|');
const ENDS = SUPERLATIVES.map(([, end]) => end).join('|');
const FIRST_SIDES = 'left|top|front|start|beginning';
const LAST_SIDES = 'right|bottom|back|end|last';

/** Matches a place, with no groups. */
export const PLACE: string = String.raw`(?:${ORDINAL}[- ](?:from|to)[- ](?:the )?(?:${FIRST_SIDES}|${LAST_SIDES})|(?:${ORDINAL}[- ])?(?:${STARTS}|${ENDS})|last|${ORDINAL})`;
/** Matches a comparison, with no groups. */
export const RELATION: string = String.raw`(?:to the )?(?:${COMPARATIVES.flat().join('|')})`;

/** @param text what `PLACE` matched */
export function readPlace(text: string): Place | undefined {
  const ordinal = new RegExp(`^${ORDINAL}`, 'i').exec(text)?.[0];
  const rank = ordinal === undefined ? 1 : readOrdinal(ordinal);
  const rest = text.slice(ordinal?.length ?? 0).toLowerCase();
  if (rest === '') return { rank, side: 'start', isBare: true };
  if (/^last$/.test(rest)) return { rank: 1, side: 'end', isBare: false };
  if (new RegExp(`(?:${ENDS}|[- ](?:${LAST_SIDES}))$`).test(rest))
    return { rank, side: 'end', isBare: false };
  return new RegExp(`(?:${STARTS}|[- ](?:${FIRST_SIDES}))$`).test(rest)
    ? { rank, side: 'start', isBare: false }
    : undefined;
}

/** On which side of the other the first one stands. @param text what `RELATION` matched */
export function readRelation(text: string): Side | undefined {
  const rest = text.toLowerCase().replace(/^to the /, '');
  for (const [start, end] of COMPARATIVES) {
    if (start.split('|').includes(rest)) return 'start';
    if (end.split('|').includes(rest)) return 'end';
  }
  return undefined;
}

export function readOrdinal(text: string): number {
  const index = ORDINAL_WORDS.indexOf(text.toLowerCase());
  return index === -1 ? Number.parseInt(text, 10) : index + 1;
}

/** Which side a list begins at: `from newest to oldest` begins at the end of its scale. */
export function readDirection(text: string): Side | undefined {
  const match = /\bfrom (?:the )?([a-z ]{1,40}?) to (?:the )?([a-z ]{1,40}?)\b(?=[:,.]|$)/i.exec(text);
  const [, from = '', to = ''] = match ?? [];
  return sideOf(from, to) ?? opposite(sideOf(to, from));
}

function sideOf(word: string, other: string): Side | undefined {
  const phrase = word.toLowerCase();
  // `from most to least expensive`.
  const full = /^(?:most|least)$/.test(phrase) ? `${phrase} ${other.split(' ').at(-1) ?? ''}` : phrase;
  if (new RegExp(`^(?:${STARTS}|${FIRST_SIDES}|first)$`).test(full)) return 'start';
  return new RegExp(`^(?:${ENDS}|${LAST_SIDES})$`).test(full) ? 'end' : undefined;
}

function opposite(side: Side | undefined): Side | undefined {
  return side === undefined ? undefined : side === 'start' ? 'end' : 'start';
}
