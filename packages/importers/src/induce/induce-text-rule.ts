/**
 * The headers of a text: lines that begin a record, as `User:`, `### Assistant`, `[tool] search`, `12:00:01 AGENT > ` do. Lines
 * are taken apart into decoration, time, level, label and end; shapes whose labels the field knows become patterns.
 */
import type { TextRule } from './adapter.ts';
import { compilePattern } from './patterns.ts';
import { readPairs } from './read-pairs.ts';
import { isBlock, isHead, readTextRecords } from './read-text-records.ts';
import { readLabel, readRole, STATUS_WORDS } from './vocabulary.ts';

interface HeaderLine {
  /** What stands around the label, as a key: decoration and end. */
  readonly shape: Shape;
  readonly label: string;
  /** What follows the label: a number, a name in brackets. */
  readonly detail: string;
  readonly index: number;
  readonly head: string;
}

interface Shape {
  readonly before: string;
  readonly time: string;
  /** The pattern of it; empty where there is none. */
  readonly level: string;
  /** Where the name of the logger stands: before the level, after it, among other things that all loggers write, or nowhere. */
  readonly logger: '' | 'before' | 'after' | 'among';
  readonly mark: boolean;
  readonly end: string;
}

const MAX_LINES = 20_000;
const MAX_LABELS = 40;

const TIMES: readonly (readonly [RegExp, string])[] = [
  // "Jun  1 10:00:00 host agentd[412]: ": the time, where, and who logs.
  [
    /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,60} [\w./-]{1,40}(?:\[\d{1,9}\])?: /,
    String.raw`(?:(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d (?<clock>\d\d:\d\d:\d\d) [\w.\-]{1,60} [\w.\/\-]{1,40}(?:\[\d{1,9}\])?: )`,
  ],
  [
    /^[[(]?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?[\]) \t:|-]{0,5}/,
    String.raw`(?:[\[(]?(?<time>\d{4}[-\/]\d\d[-\/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+\-]\d\d:?\d\d)?)[\]) \t:|\-]{0,5})`,
  ],
  [
    /^[[(]?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AP]M)?[\])]?[ \t:|-]{0,4}/,
    String.raw`(?:[\[(]?(?<clock>\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AP]M)?)[\])]?[ \t:|\-]{0,4})`,
  ],
];
/** Written in full, or in three letters. */
const LEVELS: readonly (readonly [RegExp, string])[] = [
  'TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|SUCCESS|CRITICAL|FATAL',
  'TRC|DBG|INF|WRN|ERR|FTL',
].map((words) => [
  new RegExp(String.raw`^\[?(?:${words})[\] \t:|-]{1,9}`),
  String.raw`(?:\[?(?:${words})[\] \t:|\-]{1,9})`,
]);

/** Decoration before a label, and how it ends; `label` may have spaces only where an end marks it. */
const BEFORE =
  /^(?:<summary>|#{1,6} |\*{3,8} |_?\*{2}|__|>{4,12} |>{1,3} |={2,8} ?|-{2,8} ?|([^\p{L}\p{N}\s#*"'`.,])\1{1,3} |\[|<\||<|@|• |[-*] )?/u;
/** "## 3. Assistant", "### 🤖 Agent": what stands between decoration and label. */
const MARK =
  /^(?:\d{1,4}[.)] |\p{L}{2,12} #?\d{1,4} [·•|—–] |(?:[^\p{L}\p{N}\s#*_[\]<>(){}|$@"'`=:.,;/\\-]\uFE0F?){1,4} {0,2})/u;
const MARK_SOURCE = String.raw`(?:\d{1,4}[.)] |[\p{L}]{2,12} #?\d{1,4} [·•|—–] |[^\p{L}\p{N}\s]{1,6} {0,2})?`;
/** The name of the logger, between level and message. */
const LOGGER = /^[[\w.:/\]-]{1,26} (?:[-|:] )?(?=\S)/;
/** "worker.tools - INFO - ", "INFO:worker.tools:". */
const LOGGER_LEVEL =
  /^(?:[\w.:/-]{1,40} (?:[-|:] )?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)[ \t:|-]{1,4}|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR):[\w.]{1,40}:(?=\S))/;
const LOGGER_LEVEL_SOURCE = String.raw`(?:[\w.:\/\-]{1,40} (?:[\-|:] )?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)[ \t:|\-]{1,4}|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR):[\w.]{1,40}:(?=[^ ]))`;
const LOGGER_SOURCE = String.raw`[\[\w.:\/\]\-]{1,26} (?:[\-|:] )?`;
/** "(✅ ok)" behind a label: how it went. */
const VERDICTS = [...STATUS_WORDS.ok, ...STATUS_WORDS.error]
  .filter((word) => /^[a-z]+$/.test(word))
  .join('|');
const ENDS: readonly (readonly [string, RegExp, string])[] = [
  // "Agent `scout` · 20:05:47": who of them, and when.
  [
    '·',
    /^(?: [`*"][\w.:/ -]{1,40}[`*"])?(?: [·•|—–] \d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AP]M)?)[ \t]*$/,
    String.raw`(?: [\x60*"](?<agent>[\w.:\/ \-]{1,40})[\x60*"])? [·•|—–] (?<clock>\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AP]M)?)(?![^ ])`,
  ],
  ['**_', /^\*{2}_[ \t]{0,2}$/, String.raw`\*{2}_(?![^ ])`],
  ['**:', /^(?::\*{2}|\*{2}:)[ \t]?/, String.raw`(?::\*{2}|\*{2}:)[ \t]?`],
  [
    '**',
    /^\*{2}[ \t]{0,2}(?:[_*([]{1,3}\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?[)\]_*]{1,3}[ \t]{0,2})?/,
    String.raw`\*{2}[ \t]{0,2}(?:[_*(\[]{1,3}(?<clock>\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?)[)\]_*]{1,3}[ \t]{0,2}|[(\[][^\p{L}\p{N}()\[\]]{0,5}(?<status>${VERDICTS})[)\]](?![^ ]))?`,
  ],
  ['|>', /^\|>[ \t]?/, String.raw`\|>[ \t]?`],
  [']', /^\][: \t]{0,3}/, String.raw`\][: \t]{0,3}`],
  ['=', /^ ?(?:[=-]{2,8}|\*{3,8})[ \t]?/, String.raw` ?(?:[=\-]{2,8}|\*{3,8})[ \t]?`],
  [':', /^[ \t]?:[ \t]{0,2}/, String.raw`[ \t]?:[ \t]{0,2}`],
  ['>', /^[ \t]?(?:>|=>|->|»)[ \t]{0,2}/, String.raw`[ \t]?(?:>|=>|->|»)[ \t]{0,2}`],
  ['|', /^[ \t]?\|[ \t]{0,2}/, String.raw`[ \t]?\|[ \t]{0,2}`],
  [
    '-',
    /^ - (?:(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR) - )?/,
    String.raw` - (?:(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR) - )?`,
  ],
  ['$', /^[ \t]*$/, ''],
  // "tool call tool=search": the words before the first pair.
  [
    'pairs',
    /^[ \t]{1,40}(?:\[[\w.:-]{1,40}\][ \t]{1,4})?(?=[\w.]{1,40}=)/,
    String.raw`[ \t]{1,40}(?:\[[\w.:\-]{1,40}\][ \t]{1,4})?(?=[\w.]{1,40}=)`,
  ],
  [' ', /^[ \t]{1,4}/, String.raw`[ \t]{1,4}`],
];
/** "Thought 3", "Assistant (gpt-4)", "planner (to writer)". */
const DETAIL = /^(?: ?#?\d{1,4}(?:\/\d{1,4})?(?!\w))?(?: ?\([^()\n]{1,60}\))?/;
const NUMBER_SOURCE = String.raw`(?: ?#?\d{1,4}(?:\/\d{1,4})?(?!\w))?`;
const DETAIL_SOURCE = String.raw`(?: ?\((?<detail>[^()\n]{1,60})\))?`;
const LABEL = /^[\p{L}][\p{L}\p{N}_.-]*(?: (?:-> )?[\p{L}][\p{L}\p{N}_.-]*){0,4}/u;
/** What loggers write before a message, in any order: level, thread, dotted name, number of the process. */
const TOKENS: readonly (readonly [RegExp, string])[] = [
  [
    /^\[ ?(?:trace|debug|info|warn(?:ing)?|error|success|critical|fatal) {0,8}\][ :|-]{0,4}/i,
    String.raw`(?:\[ ?(?:trace|debug|info|warn(?:ing)?|error|success|critical|fatal) {0,8}\][ :|\-]{0,4})`,
  ],
  [
    /^(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|SUCCESS|CRITICAL|FATAL)(?:(?=\[)|[ :|-]{1,6})/,
    String.raw`(?:(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|SUCCESS|CRITICAL|FATAL)(?:(?=\[)|[ :|\-]{1,6}))`,
  ],
  [/^(?:trce|dbug|info|warn|fail|crit): /, String.raw`(?:(?:trce|dbug|info|warn|fail|crit): )`],
  [/^\[[\w.:#@$/-]{1,60}\][ :|-]{0,4}/, String.raw`(?:\[[\w.:#@$\/\-]{1,60}\][ :|\-]{0,4})`],
  [
    /^[A-Za-z_$][\w$]{0,40}(?:[.:][\w$<>]{1,40}){1,8}(?::\d{1,5})?(?:\[\d{1,9}\])? {1,8}[-|:]? ?/,
    String.raw`(?:[A-Za-z_$][\w.:$<>]{1,120}(?:\[\d{1,9}\])? {1,8}[\-|:]? ?)`,
  ],
  [/^(?:\d{1,7}|---|-|\|) {1,3}/, String.raw`(?:(?:\d{1,7}|---|\-|\|) {1,3})`],
];
const MAX_TOKENS = 6;
/** Between the patterns of a prefix that is tried piece by piece. */
const APART = '\n';

export function induceTextRule(text: string): TextRule | undefined {
  const written = text.split('\n', MAX_LINES);
  const below = written.filter((line, index) => isHead(line, written[index + 1] ?? '')).length >= 3;
  const all = below
    ? written.map((line, index) =>
        isHead(line, written[index + 1] ?? '') ? `${line} ${(written[index + 1] ?? '').trim()}` : line,
      )
    : written;
  const skipFences = all.filter((line) => /^\s{0,3}`{3,}/.test(line)).length >= 2;
  const found = collect(all, skipFences);
  const chosen = chooseShapes(found);
  const { headers, lines = [] } = chosen;
  if (headers.length === 0 && lines.length === 0) return undefined;
  const rule = { headers, ...(below ? { below } : {}), ...(lines.length === 0 ? {} : { lines }), skipFences };
  if (writesPairs(text, rule)) return { ...rule, pairs: true };
  const fenced = findFenced(text, rule);
  return fenced.length === 0 ? rule : { ...rule, fenced };
}

/** "TOOL CALL name=search args={...}" */
function writesPairs(text: string, rule: TextRule): boolean {
  const heads = readTextRecords(text.split('\n', MAX_LINES).join('\n'), rule).records.map(({ head }) => head);
  return heads.filter((head) => typeof head === 'string' && readPairs(head) !== undefined).length >= 2;
}

/** Labels of what came back that always stand over a fenced block, and now and then over what is said after it. */
function findFenced(text: string, rule: TextRule): string[] {
  if (!rule.skipFences) return [];
  const bodies = new Map<string, (readonly string[])[]>();
  for (const { label, head, body } of readTextRecords(text.split('\n', MAX_LINES).join('\n'), rule).records)
    if (
      typeof label === 'string' &&
      head === '' &&
      typeof body === 'string' &&
      readLabel(label)?.as === 'result'
    )
      bodies.set(label, [...(bodies.get(label) ?? []), body.split('\n')]);
  const beginsFenced = (lines: readonly string[]): boolean => /^\s{0,3}`{3,}/.test(lines[0] ?? '');
  return [...bodies]
    .filter(
      ([, list]) => list.length >= 2 && list.every(beginsFenced) && list.some((lines) => !isBlock(lines)),
    )
    .map(([label]) => label);
}

function collect(lines: readonly string[], skipFences: boolean): HeaderLine[] {
  const found: HeaderLine[] = [];
  let isFenced = false;
  for (const [index, raw] of lines.entries()) {
    const line = raw.slice(0, 300).replace(/\r$/, '');
    if (skipFences && /^\s{0,3}`{3,}/.test(line)) {
      isFenced = !isFenced;
      continue;
    }
    if (isFenced) continue;
    found.push(...readHeaders(line, index));
  }
  return found;
}

/** The ways to read a line as a header; the longest label the field knows, else the label up to its end. */
function readHeaders(line: string, index: number): HeaderLine[] {
  let rest = line;
  let time = '';
  for (const [pattern, source] of TIMES) {
    const match = pattern.exec(rest);
    if (match !== null) {
      time = source;
      rest = rest.slice(match[0].length);
      break;
    }
  }
  const among = readAmong(rest, time, index);
  const named = LOGGER_LEVEL.exec(rest);
  const behind =
    named === null
      ? []
      : readLabelled(
          { time, level: LOGGER_LEVEL_SOURCE, logger: 'before' },
          rest.slice(named[0].length),
          index,
        );
  const [pattern, level = ''] = LEVELS.find(([one]) => one.test(rest)) ?? [];
  if (pattern !== undefined) rest = rest.replace(pattern, '');
  const own = readLabelled({ time, level, logger: '' }, rest, index);
  const logger = time === '' && level === '' ? null : LOGGER.exec(rest);
  if (logger === null) return [...among, ...behind, ...own];
  // "INFO agent: calling search": the word before the message may be the label, or the logger that wrote the line.
  return [
    ...readLabelled({ time, level, logger: 'after' }, rest.slice(logger[0].length), index),
    ...among,
    ...behind,
    ...own,
  ];
}

/** Behind everything that loggers write: only where that is more than a time and a level. */
function readAmong(line: string, time: string, index: number): HeaderLine[] {
  let rest = line;
  const sources: string[] = [];
  let isMore = false;
  while (sources.length < MAX_TOKENS) {
    const [clock, written = ''] =
      time === '' && sources.length === 1 ? (TIMES.find(([one]) => one.test(rest)) ?? []) : [];
    if (clock !== undefined) {
      rest = rest.replace(clock, '');
      sources.push(written);
      isMore = true;
      continue;
    }
    const place = TOKENS.findIndex(([pattern]) => pattern.test(rest));
    const [pattern, source = ''] = TOKENS[place] ?? [];
    const text = pattern?.exec(rest)?.[0] ?? '';
    // "[tool] search": who speaks, no thread; the first two say how grave it is.
    if (
      text === '' ||
      (place > 2 && !/\d/.test(text) && isKnown(text.replaceAll(/[^\p{L}\p{N}_ ]+/gu, ' ').trim()))
    )
      break;
    if (place !== 1) isMore = true;
    rest = rest.slice(text.length);
    sources.push(source);
  }
  const isLog =
    time !== '' || sources.some((source) => TOKENS.slice(0, 3).some(([, other]) => source === other));
  return isMore && isLog
    ? readLabelled({ time, level: sources.join(APART), logger: 'among' }, rest, index)
    : [];
}

function readLabelled(
  prefix: Pick<Shape, 'time' | 'level' | 'logger'>,
  line: string,
  index: number,
): HeaderLine[] {
  const before = BEFORE.exec(line)?.[0] ?? '';
  const mark = MARK.exec(line.slice(before.length))?.[0] ?? '';
  const rest = line.slice(before.length + mark.length);
  const shape = { ...prefix, before, mark: mark !== '' };
  const phrase = readPhrase(rest);
  const isLogged = prefix.time !== '' || prefix.level !== '';
  if (phrase !== undefined && (isLogged || phrase.end === 'told phrase'))
    return [{ shape: { ...shape, end: phrase.end }, label: phrase.label, detail: '', index, head: '' }];
  const words = LABEL.exec(rest)?.[0].split(' ') ?? [];
  for (let count = words.length; count > 0; count -= 1) {
    const label = words.slice(0, count).join(' ');
    // "TOOL read_file": the label is what is written in capitals.
    if (
      count > 1 &&
      isLoud(words[0] ?? '') &&
      !words.slice(0, count).every((word) => /^[A-Z0-9_]+$/.test(word))
    )
      continue;
    // "RESULT FAILED: no such file": how it went is told with what came back.
    if (count === 2 && isLoud(words[0] ?? '') && isVerdict(words[0] ?? '', words[1] ?? '')) continue;
    const own = rest.slice(label.length);
    const detail = DETAIL.exec(own)?.[0] ?? '';
    const after = own.slice(detail.length);
    // A label that only a space ends is one written in capitals, or one that stands in a marked place.
    const end = ENDS.find(
      ([name, pattern]) =>
        pattern.test(after) &&
        (name !== ' ' || isLoud(label) || /^#|^(.)\1{1,3} $/.test(before)) &&
        (name !== '$' || before !== '' || isLoud(label)) &&
        (name !== '**' || before === '**') &&
        (name !== '**_' || before === '_**') &&
        (name !== 'pairs' || prefix.time !== '' || prefix.level !== ''),
    );
    if (
      end === undefined ||
      (readLabel(label) === undefined &&
        readRole(label) === undefined &&
        !'**_ **: : ] |> > **'.split(' ').includes(end[0]))
    )
      continue;
    const head = after.replace(end[1], '');
    return [{ shape: { ...shape, end: end[0] }, label, detail, index, head }];
  }
  return [];
}

const IDENTIFIER = '[\\p{L}_][\\w.:\\/\\-]{0,40}';
const CALL_VERBS =
  '(?:calling|invoking|executing|running|using|called|invoked|executed|call|invoke|use)(?: (?:tool|function|action|command|skill))?';
const WITH = '(?: with(?: (?:args|arguments|input|parameters|params))?)?';
/** Sentences that loggers write, by the way they end: "Calling tool search with {...}", "Tool search returned: ...". */
const PHRASES: readonly (readonly [string, string])[] = [
  [
    'call phrase',
    `(?<label>${CALL_VERBS}):? ["'\`]?(?<tool>${IDENTIFIER})["'\`]?${WITH}(?::|=| )? ?(?=[{\\[])`,
  ],
  [
    'given phrase',
    `(?:tool|function|action|command|skill) ["'\`]?(?<tool>${IDENTIFIER})["'\`]? (?<label>arguments|args|parameters|params|input) ?[:=] ?(?=[{\\[])`,
  ],
  // "CALL search({...})": the call is written whole, as a text writes it.
  ['written call', `(?<label>${CALL_VERBS}):? (?=${IDENTIFIER}\\()`],
  [
    'result phrase',
    `(?:(?:tool|function|action|command|skill) )?["'\`]?(?!(?:tool|function|action|command|agent|final|result|output|observation|response|call) )(?<tool>${IDENTIFIER})["'\`]? (?<label>returned|result|output|responded|response|finished|completed|succeeded|failed)(?: with)?(?: ?[:=] ?| (?=[{\\["']))`,
  ],
  // "SYSTEM: Command search returned: ..."
  [
    'told phrase',
    `(?:system|environment|runtime|executor): {0,2}(?:tool|function|action|command|skill) (?<tool>${IDENTIFIER}) (?<label>returned|responded|finished|completed|succeeded|failed)(?: with)?: ?`,
  ],
];

function readPhrase(line: string): { readonly end: string; readonly label: string } | undefined {
  for (const [end, source] of PHRASES) {
    const pattern = compilePattern(source);
    pattern.lastIndex = 0;
    const label = pattern.exec(line)?.groups?.['label'];
    if (label !== undefined && readLabel(label) !== undefined) return { end, label };
  }
  return undefined;
}

function isVerdict(label: string, word: string): boolean {
  const { ok, error } = STATUS_WORDS;
  return readLabel(label)?.as === 'result' && [...ok, ...error].includes(word.toLowerCase());
}

function isLoud(label: string): boolean {
  return /^[A-Z][A-Z0-9_]{2,}(?: [A-Z][A-Z0-9_]{2,}){0,2}$/.test(label);
}

/**
 * Lines of one decoration belong together, however they end. A decoration is structure when its labels are of several kinds, or
 * one recurs; unknown labels of it count where they recur, as names do.
 */
function chooseShapes(found: readonly HeaderLine[]): Pick<TextRule, 'headers' | 'lines'> {
  const groups = new Map<string, HeaderLine[]>();
  for (const header of found) {
    const { before, time, level, logger } = header.shape;
    const key = JSON.stringify([before.startsWith('#') ? '#' : before, time, level, logger]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [header]);
    else group.push(header);
  }
  const chosen: { headers: readonly HeaderLine[]; count: number; labels: ReadonlyMap<string, number> }[] = [];
  // A decoration for each voice: together they are of several kinds.
  const decorated = [...groups.values()].filter(
    (headers) =>
      (headers[0]?.shape.before ?? '').length > 1 &&
      headers.length >= 2 &&
      headers.filter(({ label }) => isKnown(label)).length >= headers.length * 0.8,
  );
  const voices = new Set(decorated.flatMap((headers) => headers.map(({ label }) => kindOf(label))));
  for (const headers of groups.values()) {
    const counts = new Map<string, number>();
    for (const { label } of headers) counts.set(label, (counts.get(label) ?? 0) + 1);
    const known = [...counts].filter(([label]) => isKnown(label));
    const knownCount = known.reduce((sum, [, count]) => sum + count, 0);
    const kinds = new Set(known.map(([label]) => kindOf(label)));
    const isVoice = voices.size >= 2 && decorated.includes(headers);
    if (kinds.size < 2 && knownCount < 3 && !isVoice) continue;
    // "Note:" in prose: most headers of the shape must be known.
    const names =
      knownCount >= headers.length * 0.3
        ? [...counts].filter(([label, count]) => !isKnown(label) && count >= 3 && label.length <= 30)
        : [];
    const labels = [...known, ...names].toSorted((a, b) => b[1] - a[1]).slice(0, MAX_LABELS);
    chosen.push({ headers, count: knownCount, labels: new Map(labels) });
  }
  // A line is read in one way: with the logger's name before the label where that tells more kinds of lines.
  const kindsOf = ({ headers, labels }: (typeof chosen)[number]): number =>
    new Set(headers.filter(({ label }) => labels.has(label)).map(({ label }) => kindOf(label))).size;
  const logged = chosen.filter(({ headers }) => (headers[0]?.shape.logger ?? '') !== '');
  const plain = chosen.filter((entry) => !logged.includes(entry));
  const isLogged = Math.max(0, ...logged.map(kindsOf)) > Math.max(0, ...plain.map(kindsOf));
  const used = isLogged ? logged : plain;
  // Decorations that occur in passing beside one that carries the text are not structure.
  const most = Math.max(0, ...used.map(({ count }) => count));
  const kept = used.filter(({ count }) => count >= most * 0.08);
  const rule: {
    headers: string[];
    lines: { prefix: string; then?: readonly string[]; headers: string[] }[];
  } = {
    headers: [],
    lines: [],
  };
  for (const { headers, labels } of kept) {
    const [first] = headers;
    const [prefix = '', ...then] = first === undefined ? [] : prefixOf(first.shape);
    const key = JSON.stringify([prefix, ...then]);
    const patterns = toPatterns(headers, labels);
    const known = rule.lines.find((line) => JSON.stringify([line.prefix, ...(line.then ?? [])]) === key);
    if (prefix === '') rule.headers.push(...patterns);
    else if (known === undefined)
      rule.lines.push({ prefix, ...(then.length === 0 ? {} : { then }), headers: patterns });
    else known.headers.push(...patterns);
  }
  // The longer prefix first: the shorter one stands at the start of its lines too.
  return { ...rule, lines: rule.lines.toSorted((x, y) => lengthOfPrefix(y) - lengthOfPrefix(x)) };
}

function lengthOfPrefix({ prefix, then = [] }: { prefix: string; then?: readonly string[] }): number {
  return prefix.length + then.join('').length;
}

/** Patterns that follow one another. */
function prefixOf({ time, level, logger }: Shape): readonly string[] {
  if (logger === 'among') return [time, ...level.split(APART)].filter((source) => source !== '');
  if (logger === 'before') return [`${time}${LOGGER_LEVEL_SOURCE}`];
  return [`${time}${level}${logger === '' ? '' : LOGGER_SOURCE}`];
}

function isKnown(label: string): boolean {
  return readLabel(label) !== undefined || readRole(label) !== undefined;
}

/** One pattern for each way to end. */
function toPatterns(headers: readonly HeaderLine[], labels: ReadonlyMap<string, number>): string[] {
  let marked = false;
  const byEnd = new Map<string, { shape: Shape; labels: Set<string>; details: string }>();
  for (const { shape, label, detail } of headers) {
    const isLoose = shape.end === ' ' || shape.end === '$';
    if (shape.mark) marked = true;
    if (!labels.has(label) || (isLoose && !isKnown(label))) continue;
    const entry = byEnd.get(shape.end);
    if (entry === undefined) byEnd.set(shape.end, { shape, labels: new Set([label]), details: detail });
    else {
      entry.labels.add(label);
      entry.details += detail;
    }
  }
  const order = [...PHRASES.map(([name]) => name), ...ENDS.map(([name]) => name)];
  return [...byEnd.values()]
    .toSorted((a, b) => order.indexOf(a.shape.end) - order.indexOf(b.shape.end))
    .map((entry) => toPattern({ ...entry.shape, mark: marked }, [...entry.labels], entry.details));
}

function kindOf(label: string): string {
  const meaning = readLabel(label);
  return meaning === undefined ? (readRole(label) ?? '') : `${meaning.as}${meaning.role ?? ''}`;
}

function toPattern({ before, mark, end }: Shape, labels: readonly string[], details: string): string {
  const decoration = before === '' ? '' : /^#/.test(before) ? '#{1,6} ' : quote(before);
  const prefix = `${decoration}${mark ? MARK_SOURCE : ''}`;
  const phrase = PHRASES.find(([name]) => name === end)?.[1];
  if (phrase !== undefined) return prefix + phrase;
  const quoted = labels.toSorted((a, b) => b.length - a.length).map(quote);
  const after = ENDS.find(([name]) => name === end)?.[2] ?? '';
  return `${prefix}(?<label>${quoted.join('|')})(?![\\w])${/\d/.test(details) ? NUMBER_SOURCE : ''}${details.includes('(') ? DETAIL_SOURCE : ''}${after}`;
}

function quote(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
