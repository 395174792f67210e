/**
 * A line as a template: times, levels, numbers, ids and the names of tools are places that vary, words and signs are what recurs. The same
 * walk gives a key, by which lines are alike, and the bounded pattern of the lines that are.
 */
import { quotePattern } from '../adapter/patterns.ts';

export interface Token {
  readonly kind:
    | 'iso'
    | 'dated'
    | 'clock'
    | 'level'
    | 'duration'
    | 'number'
    | 'id'
    | 'word'
    | 'status'
    | 'space'
    | 'rule'
    | 'mark'
    | 'sign';
  readonly text: string;
  /** In the line, in UTF-16 units. */
  readonly at: number;
}

const CLOCK = String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AP]M)?`;
const ISO = String.raw`\d{4}[-\/]\d\d[-\/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+\-]\d\d:?\d\d)?`;
/** "09-Nov-25 10:14", "17/06/2025, 13:02" */
const DATED = String.raw`\d{1,4}[\-\/. ](?:\d{1,2}|[A-Z][a-z]{2})[\-\/. ]\d{2,4},? ${CLOCK}`;
const LEVEL =
  'TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|SUCCESS|CRITICAL|FATAL|TRC|DBG|INF|WRN|ERR|FTL|trce|dbug|fail|crit';

/** Of each kind that varies: how it is found, and its part of a pattern. */
const KINDS: readonly (readonly [Token['kind'], string, string])[] = [
  ['iso', `${ISO}(?![\\w:])`, `(?<time>${ISO})`],
  ['dated', `${DATED}(?![\\w:])`, DATED],
  ['clock', `${CLOCK}(?![\\w:])`, `(?<clock>${CLOCK})`],
  ['level', `(?:${LEVEL})(?![\\w])`, `(?:${LEVEL})`],
  [
    'duration',
    String.raw`\d{1,9}(?:\.\d{1,9})? ?(?:ms|s|sec|min|m)(?![\w])`,
    String.raw`\d[\d.]{0,18} ?[a-z]{1,3}`,
  ],
  [
    'id',
    String.raw`(?=[A-Za-z_\-]{0,30}\d)(?=[\d_\-]{0,30}[A-Za-z])[\w\-]{8,64}(?![\w])`,
    String.raw`[\w\-]{8,64}`,
  ],
  ['number', String.raw`\d{1,12}`, String.raw`\d{1,12}`],
  ['word', String.raw`[\p{L}_][\p{L}\p{N}_]{0,60}(?:[.\/\-][\p{L}\p{N}_]{1,60}){0,8}`, ''],
  // Words are told to be one where they stand behind a name (induce-template-rule.ts).
  ['status', '(?!)', String.raw`(?<status>[\p{L}_]{2,12})`],
  ['space', String.raw`[ \t]{1,200}`, ''],
  // However wide it is drawn.
  ['rule', String.raw`([\-=_*~─━═])\1{7,200}`, ''],
  // Pictograms: one says failed where another says done.
  ['mark', String.raw`(?:\p{Extended_Pictographic}[\uFE0F\u200D]?){1,4}`, String.raw`[^\p{L}\p{N}\s]{1,8}`],
];
const TOKENS = KINDS.map(([kind, source]) => [kind, new RegExp(source, 'uy')] as const);
const SOURCES = new Map(KINDS.map(([kind, , source]) => [kind, source]));

const MAX_LINE = 240;
const MAX_TOKENS = 40;

/** Linear in the line, of which the start is looked at. */
export function tokenizeLine(line: string): readonly Token[] {
  const start = line.slice(0, MAX_LINE);
  const tokens: Token[] = [];
  for (let at = 0; at < start.length && tokens.length < MAX_TOKENS;) {
    let text = '';
    let kind: Token['kind'] = 'sign';
    for (const [name, pattern] of TOKENS) {
      pattern.lastIndex = at;
      const match = pattern.exec(start);
      if (match === null) continue;
      [text] = match;
      kind = name;
      break;
    }
    if (text === '') text = String.fromCodePoint(start.codePointAt(at) ?? 0);
    tokens.push({ kind, text, at });
    at += text.length;
  }
  return tokens;
}

/** By which lines are alike: what varies by its kind, what recurs as it is. */
export function keyOf(tokens: readonly Token[], isSlot: (token: Token) => boolean = () => false): string {
  return tokens
    .map((token, index) => {
      if (isSlot(token)) return '<tool>';
      if (token.kind === 'space') return sourceOfSpace(tokens, index);
      if (token.kind === 'rule') return `<rule ${token.text[0] ?? ''}>`;
      return SOURCES.get(token.kind) === '' || token.kind === 'sign' ? token.text : `<${token.kind}>`;
    })
    .join('');
}

/** Words that differ in length are filled up. */
function sourceOfSpace(tokens: readonly Token[], index: number): string {
  const length = tokens[index]?.text.length ?? 0;
  if (index === 0) return length === 1 ? '[ \\t]' : `[ \\t]{${length}}`;
  if (tokens[index - 1]?.kind === 'level') return '[ \\t]{1,9}';
  return length === 1 ? '[ \\t]' : '[ \\t]{2,40}';
}

const NAME_SOURCE = String.raw`[\p{L}_][\p{L}\p{N}_.\/\-]{0,80}`;

/** The patterns of the lines that begin so, in turn: each ends where a space does. A member is told once: of two times the first. */
export function patternsOf(
  tokens: readonly Token[],
  isSlot: (token: Token) => boolean = () => false,
  names: string = NAME_SOURCE,
): readonly string[] {
  const patterns: string[] = [];
  let pattern = '';
  let isTimed = false;
  let isNamed = false;
  for (const [index, token] of tokens.entries()) {
    const source = isSlot(token) ? `(?<tool>${names})` : sourceOf(tokens, index);
    // The id behind a tool's name is the call's.
    if (isNamed && token.kind === 'id') pattern += `(?<callId>${source})`;
    else pattern += isTimed && isTime(token) ? source.replace(/^\(\?<\w+>/, '(?:') : source;
    if (isSlot(token)) isNamed = true;
    else if (token.kind === 'id') isNamed = false;
    if (isTime(token)) isTimed = true;
    if (token.kind !== 'space' || isSlot(token)) continue;
    patterns.push(pattern);
    pattern = '';
  }
  return pattern === '' ? patterns : [...patterns, pattern];
}

function sourceOf(tokens: readonly Token[], index: number): string {
  const { kind = 'sign', text = '' } = tokens[index] ?? {};
  if (kind === 'space') return sourceOfSpace(tokens, index);
  if (kind === 'rule') return `${quotePattern(text[0] ?? '')}{8,201}`;
  return SOURCES.get(kind) || quotePattern(text);
}

export function isTime({ kind }: Token): boolean {
  return kind === 'iso' || kind === 'dated' || kind === 'clock';
}
