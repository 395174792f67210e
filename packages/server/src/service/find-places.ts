/** Where in a span a text stands, and a quote around it. */
import {
  type Message,
  partSearchText,
  type SearchPlace,
  type Span,
  spanSearchTexts,
} from '@tracewright/core';

export interface Place {
  /** As `Evidence.path` names it, or `name`. */
  readonly where: string;
  readonly kind: SearchPlace;
  /** Of the message that holds it. */
  readonly role: string | null;
  readonly quote: string;
  /** Of the match within `quote`. */
  readonly start: number;
  readonly end: number;
}

const SPAN_TEXTS: Readonly<Record<string, SearchPlace>> = {
  name: 'name',
  statusMessage: 'status',
  'tool/arguments': 'arguments',
  'tool/result': 'result',
};

const PARTS: Readonly<Record<Message['parts'][number]['type'], SearchPlace>> = {
  text: 'message',
  reasoning: 'reasoning',
  tool_call: 'arguments',
  tool_call_response: 'result',
  media: 'other',
  other: 'other',
};

/** UTF-16 units of a quote, more or less; a match that is longer is quoted whole. */
const QUOTE_LENGTH = 160;
/** A word that the end of a quote would cut is left out, unless it is longer than this. */
const WORD_LENGTH = 20;
const GOES_ON = '…';

/** The first match in each of the span's texts, at most `limit`. */
export function findPlaces(span: Span, pattern: RegExp, limit: number): readonly Place[] {
  const places: Place[] = [];
  for (const { path, text } of spanSearchTexts(span)) {
    const match = pattern.exec(text);
    if (match === null) continue;
    places.push(toPlace(span, path, text, match.index, match.index + match[0].length));
    if (places.length === limit) break;
  }
  return places;
}

function toPlace(span: Span, path: string, text: string, start: number, end: number): Place {
  const [list, index] = path.split('/');
  const message = list === 'input' || list === 'output' ? span[list][Number(index)] : undefined;
  const part = message === undefined ? undefined : findPart(message, start, end);
  const role = message?.role ?? null;
  if (part === undefined)
    return { where: path, kind: SPAN_TEXTS[path] ?? 'message', role, ...quoteAround(text, start, end) };
  return {
    where: nameOfPart(list === 'input' ? 'input' : 'output', Number(index), part),
    kind: PARTS[part.type],
    role,
    ...quoteAround(part.text, start - part.offset, end - part.offset),
  };
}

interface FoundPart {
  readonly type: Message['parts'][number]['type'];
  readonly index: number;
  readonly text: string;
  /** Where it begins in the message's text. */
  readonly offset: number;
}

/** The part that holds the match whole; undefined when it goes over more than one. */
function findPart(message: Message, start: number, end: number): FoundPart | undefined {
  let offset = 0;
  for (const [index, part] of message.parts.entries()) {
    const text = partSearchText(part);
    if (start >= offset && end <= offset + text.length) return { type: part.type, index, text, offset };
    offset += text.length + '\n'.length;
  }
  return undefined;
}

function nameOfPart(list: 'input' | 'output', message: number, { type, index }: FoundPart): string {
  if (type === 'text') return `${list}/${message}`;
  if (type === 'reasoning' && list === 'output') return `reasoning/${message}`;
  return `${list}/${message}/parts/${index}`;
}

function quoteAround(text: string, start: number, end: number): Pick<Place, 'quote' | 'start' | 'end'> {
  const around = Math.max(0, QUOTE_LENGTH - (end - start));
  // What one side has no use for goes to the other.
  const before = Math.min(start, Math.max(around >> 1, around - (text.length - end)));
  const from = cutBefore(text, start - before, start);
  const to = cutAfter(text, Math.min(text.length, end + around - before), end);
  const head = from === 0 ? '' : GOES_ON;
  return {
    quote: `${head}${text.slice(from, to)}${to === text.length ? '' : GOES_ON}`,
    start: start - from + head.length,
    end: end - from + head.length,
  };
}

/** Where a quote begins: at a word, if one begins soon after `at` and before the match. */
function cutBefore(text: string, at: number, match: number): number {
  if (at === 0) return 0;
  const space = text.slice(at - 1, Math.min(at + WORD_LENGTH, match)).search(/\s\S/);
  if (space !== -1) return at + space;
  return isInPair(text, at) ? at - 1 : at;
}

/** Where a quote ends: behind a word, if one ends soon before `at` and after the match. */
function cutAfter(text: string, at: number, match: number): number {
  if (at === text.length) return at;
  const tail = text.slice(Math.max(at - WORD_LENGTH, match), at + 1);
  const space = tail.search(/\s\S*$/);
  if (space !== -1) return at + 1 - tail.length + space;
  return isInPair(text, at) ? at + 1 : at;
}

/** Whether a cut at `index` would halve a surrogate pair. */
function isInPair(text: string, index: number): boolean {
  const [before, after] = [text.charCodeAt(index - 1), text.charCodeAt(index)];
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
