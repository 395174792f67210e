/**
 * Sentences about an order, read into constraints: `the owl is to the left of the crow`, `the second from the right is the hawk`,
 * `so from left to right: first is the owl, then second can be the crow or the hawk`.
 */
import type { Constraint } from './constraints.ts';
import {
  ORDINAL,
  type Place,
  PLACE,
  readDirection,
  readOrdinal,
  readPlace,
  readRelation,
  RELATION,
  type Side,
} from './positions.ts';

/** A place that anything may hold: wrong where its holder has been told. */
export interface OpenPlace {
  readonly kind: 'open';
  readonly place: number;
}

export interface Statement {
  /** `impossible`: a place that does not exist. */
  readonly constraint: Constraint | OpenPlace | 'impossible';
  /** One place of a list of places: what it says must already follow from what was said. */
  readonly isListed: boolean;
  /** Drawn from the sentence before it: `..., so it must be the last`. */
  readonly isInferred: boolean;
  readonly start: number;
  readonly text: string;
}

export interface Reading {
  readonly statements: readonly Statement[];
  /** Sentences about items or places that could not be read. */
  readonly unread: number;
  /** Direction of the last list, carried on to later lines. */
  readonly direction: Side;
}

/** Item i is written as this letter, so that patterns need not know names. */
const MARK_BASE = 0xe000;
const ITEM = '[\uE000-\uE0FF]';
const ITEMS = String.raw`${ITEM}(?:(?:,| and| or|, and|, or) ${ITEM})*`;
const BE = String.raw`(?: is| are| was| were| finished| came| ranked| must be| must have finished| has to be| should be| will be| stands| sits)`;

/** @param items names, in the order of their numbers */
export function readStatements(line: string, items: readonly string[], direction: Side): Reading {
  const statements: Statement[] = [];
  let [unread, current] = [0, direction];
  for (const { text: sentence, start } of splitSentences(line)) {
    const { text: marked, origins } = markItems(sentence, items);
    const found = { items: items.length, direction: readDirection(marked) ?? current };
    current = found.direction;
    const isList = startsList(marked);
    const read = isList ? readList(marked, found) : readSentence(marked, found);
    for (const { constraint, from, to } of read.found) {
      const [begin, end] = [origins[from] ?? 0, origins[to] ?? sentence.length];
      statements.push({
        constraint,
        isListed: isList,
        isInferred: /\bso\b[^.]*$/i.test(marked.slice(0, from)),
        start: start + begin,
        text: sentence.slice(begin, end).trimEnd(),
      });
    }
    if (read.isUnread) unread += 1;
  }
  return { statements, unread, direction: current };
}

/** `from left to right:`; in steps, for one pattern would try every `from` with every `to`. */
function startsList(text: string): boolean {
  return text
    .split(':')
    .slice(0, -1)
    .some((part) => {
      const from = part.search(/\bfrom\b/i);
      return from !== -1 && /\bto\b/i.test(part.slice(from));
    });
}

interface Found {
  readonly constraint: Statement['constraint'];
  readonly from: number;
  readonly to: number;
}

interface Scale {
  readonly items: number;
  readonly direction: Side;
}

function readList(text: string, scale: Scale): { found: Found[]; isUnread: boolean } {
  const found: Found[] = [];
  const colon = text.indexOf(':') + 1;
  const slot = new RegExp(
    String.raw`(?<places>${ORDINAL}(?:(?:, and|, or|,| and| or| to| through) ${ORDINAL})*)(?<verb> (?:is|are|was|can be|could be|may be|must be)(?: either)?)(?: (?<items>${ITEMS})(?<open> or any\b)?)?`,
    'gi',
  );
  let isUnread = false;
  for (const match of text.slice(colon).matchAll(slot)) {
    const { places = '', items, open } = match.groups ?? {};
    const ranks = readRanks(places);
    const from = colon + match.index;
    const to = from + match[0].length;
    const rest = text.slice(to);
    if (open !== undefined) continue;
    if (items === undefined) {
      if (Math.max(...ranks) > scale.items) found.push({ constraint: 'impossible', from, to });
      else if (/^ (?:any|an? unknown)\b/.test(rest))
        for (const rank of ranks)
          found.push({ constraint: { kind: 'open', place: toIndex(rank, scale) }, from, to });
      continue;
    }
    const named = readItems(items);
    const [item] = named;
    if (ranks.some((rank) => rank > scale.items)) found.push({ constraint: 'impossible', from, to });
    else if (ranks.length === 1 && !/^ or (?!any)/.test(rest))
      found.push({ constraint: { kind: 'holder', place: toIndex(ranks[0], scale), items: named }, from, to });
    else if (named.length === 1 && item !== undefined && / or /.test(places))
      found.push({
        constraint: { kind: 'place', item, places: ranks.map((rank) => toIndex(rank, scale)) },
        from,
        to,
      });
    else isUnread = true;
  }
  return { found, isUnread };
}

/** `fourth, fifth, and sixth`, `second to fifth`. */
function readRanks(text: string): number[] {
  const ranks = [...text.matchAll(new RegExp(ORDINAL, 'gi'))].map(([ordinal]) => readOrdinal(ordinal));
  const [first = 0, last = 0] = ranks;
  if (ranks.length !== 2 || last < first || !/ (?:to|through) /.test(text)) return ranks;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function readSentence(text: string, scale: Scale): { found: Found[]; isUnread: boolean } {
  const found: Found[] = [];
  const add = (match: RegExpExecArray, constraint: Constraint | 'impossible' | undefined): void => {
    if (constraint !== undefined)
      found.push({ constraint, from: match.index, to: match.index + match[0].length });
  };
  for (const match of text.matchAll(
    new RegExp(String.raw`(?<left>${ITEMS})${BE}? (?<relation>${RELATION}) (?<right>${ITEMS})`, 'gi'),
  )) {
    const { left = '', relation = '', right = '' } = match.groups ?? {};
    const side = readRelation(relation);
    for (const a of readItems(left))
      for (const b of readItems(right))
        if (side !== undefined)
          add(
            match,
            side === 'start'
              ? { kind: 'before', first: a, second: b }
              : { kind: 'before', first: b, second: a },
          );
  }
  for (const match of text.matchAll(
    new RegExp(
      String.raw`(?<item>${ITEM})(?:${BE}|(?<not> cannot be| can't be| is not| cannot have finished))(?: in)?(?: the)? (?<place>${PLACE})(?! (?:from|to) |[- ]letter)`,
      'gi',
    ),
  )) {
    const { item = '', not, place = '' } = match.groups ?? {};
    add(match, toPlaceConstraint(readItems(item), readPlace(place), scale, not !== undefined));
  }
  for (const match of text.matchAll(
    new RegExp(
      String.raw`\b(?<place>${PLACE})(?: (?!is\b|are\b|must\b)[\p{L}-]+){0,4}? (?:is|are|must be)(?: the)?(?: either)? (?<items>${ITEM}(?:(?:,|,? or) ${ITEM})*)(?!,? and ${ITEM})`,
      'giu',
    ),
  )) {
    const { items: holders = '', place = '' } = match.groups ?? {};
    add(match, toPlaceConstraint(readItems(holders), readPlace(place), scale, false));
  }
  const isAbout = new RegExp(ITEM).test(text) && /\b(?:is|are|must|finished|cannot|be)\b/.test(text);
  return { found, isUnread: found.length === 0 && isAbout };
}

function toPlaceConstraint(
  named: readonly number[],
  place: Place | undefined,
  scale: Scale,
  isNot: boolean,
): Constraint | 'impossible' | undefined {
  const [item] = named;
  if (item === undefined || place === undefined) return undefined;
  if (place.rank > scale.items) return 'impossible';
  const side = place.isBare ? scale.direction : place.side;
  const index = side === 'start' ? place.rank - 1 : scale.items - place.rank;
  return isNot ? { kind: 'not-place', item, place: index } : { kind: 'holder', place: index, items: named };
}

function toIndex(rank: number | undefined, { items, direction }: Scale): number {
  return direction === 'start' ? (rank ?? 0) - 1 : items - (rank ?? 0);
}

function readItems(text: string): number[] {
  return [...text.matchAll(new RegExp(ITEM, 'g'))].map(([mark]) => mark.charCodeAt(0) - MARK_BASE);
}

/** Writes every item as one letter, its article included; `origins` leads back. */
function markItems(text: string, items: readonly string[]): { text: string; origins: number[] } {
  const names = items
    .map((name, index) => ({ name, index }))
    .toSorted((a, b) => b.name.length - a.name.length);
  const pattern = new RegExp(
    String.raw`(?:\b(?:the|an?) )?\b(?:${names.map(({ name }) => name.replace(/[.*+?^$(){}|[\]\\]/g, String.raw`\$&`)).join('|')}|it|they|he|she)\b`,
    'gi',
  );
  let subject: number | undefined;
  const origins: number[] = [];
  let [marked, last] = ['', 0];
  const copy = (until: number): void => {
    for (let at = last; at < until; at += 1) origins.push(at);
    marked += text.slice(last, until);
  };
  for (const match of text.matchAll(pattern)) {
    const found = match[0].toLowerCase().replace(/^(?:the|an?) /, '');
    // A pronoun stands for the first thing its sentence names.
    const index = names.find(({ name }) => name.toLowerCase() === found)?.index ?? subject;
    if (index === undefined) continue;
    subject ??= index;
    copy(match.index);
    origins.push(match.index);
    marked += String.fromCharCode(MARK_BASE + index);
    last = match.index + match[0].length;
  }
  copy(text.length);
  origins.push(text.length);
  return { text: marked, origins };
}

function splitSentences(text: string): { text: string; start: number }[] {
  return [...text.matchAll(/[^.!?;\n]+[.!?;\n]*/g)].map((match) => ({ text: match[0], start: match.index }));
}
