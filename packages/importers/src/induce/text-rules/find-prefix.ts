/** What stands before every line of a text, whatever is told in it: containers/take-off-prefix.ts takes it off. */
import { takeOffPrefix } from '../containers/take-off-prefix.ts';

const MAX_LINES = 20_000;
/** Share of the lines that have the prefix, or hang below one that has. */
const MOST = 0.95;
/** Share of the lines that go on with what one before began: else each line may well be a record. */
const GO_ON = 0.1;
const LEAST = 3;
const MAX_INDENTATION = 80;

const TIME = String.raw`[\[(]?(?<time>\d{4}[\-\/]\d\d[\-\/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+\-]\d\d:?\d\d)?)[\])]?`;
const CLOCK = String.raw`[\[(]?(?<clock>\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)[\])]?`;
const LEVEL = 'TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL';
const HALF = 0.5;
const TIMED = new RegExp(`^(?:${TIME}|${CLOCK})`);
/** A logger goes on behind its time. */
const LOGGED = new RegExp(`^(?:[-|:,]|\\[?(?:${LEVEL})\\b)`, 'i');
const END = '(?: |(?![^ ]))';
/** The name of a program. */
const WRITER = String.raw`[\w.\-]{1,40}[ \t]{1,20}\|${END}`;
const PREFIXES: readonly string[] = [
  // A level, and a time or the room that the time above takes up.
  `(?:(?:${TIME}|${CLOCK}) {1,2}|[ ]{9,30})?(?:${LEVEL}):? {1,8}`,
  // A time, who writes, both, or what syslog writes.
  String.raw`${TIME} [\w.\-]{1,40}\[[\w.\-]{1,20}\]:${END}`,
  `${TIME}${END}`,
  `${CLOCK}${END}`,
  String.raw`[A-Z][a-z]{2} [ \d]\d (?<clock>\d\d:\d\d:\d\d) [\w.\-]{1,60} [\w.\/\-]{1,40}(?:\[\d{1,9}\])?:${END}`,
];
const GOES_ON = new RegExp(`^(?:\\s*$|[ \\t]+(?!(?:${LEVEL})\\b)\\S|[}\\])])`);

export interface Prefix {
  readonly prefix: string;
  /** Says nothing of the line that it stands before. */
  readonly isSilent: boolean;
  /** Lines go on with one above that has it, too: it begins no record. */
  readonly isWithin: boolean;
}

/** Undefined where lines do without. */
export function findPrefix(text: string): Prefix | undefined {
  const head = text.split('\n', MAX_LINES).filter((line) => line.trim() !== '');
  if (head.length < LEAST) return undefined;
  const silent = findIndentation(head) ?? findWriter(head);
  if (silent !== undefined) return { prefix: silent, isSilent: true, isWithin: true };
  for (const prefix of PREFIXES) {
    const lines = takeOffPrefix(head.join('\n'), prefix);
    const taken = lines.filter(({ isPrefixed, isHanging }) => isPrefixed || isHanging).length;
    if (taken < lines.length * MOST) continue;
    const count = (pattern: RegExp): number => lines.filter(({ line }) => pattern.test(line)).length;
    const goOn = lines.filter(({ line, isHanging }) => isHanging || GOES_ON.test(line)).length;
    // Who wrote the line says when, too.
    const isSilent = count(TIMED) > lines.length * HALF;
    const isWithin = isSilent || goOn >= Math.max(LEAST, lines.length * GO_ON);
    if (isWithin || count(LOGGED) <= lines.length * HALF) return { prefix, isSilent, isWithin };
  }
  return undefined;
}

/** All lines are so far in. */
function findIndentation(lines: readonly string[]): string | undefined {
  const width = Math.min(...lines.map((line) => line.search(/\S/)), MAX_INDENTATION);
  return width > 0 ? `\\s{${width}}` : undefined;
}

/** One program, or numbered ones (`web-1  | `): who speaks is no program. */
function findWriter(lines: readonly string[]): string | undefined {
  const pattern = new RegExp(`^${WRITER}`);
  const taken = lines.flatMap((line) => pattern.exec(line.slice(0, 80))?.[0].trim() ?? []);
  const names = [...new Set(taken.map((written) => written.slice(0, -1).trim()))];
  return taken.length >= lines.length * MOST &&
    (names.length === 1 || names.every((name) => /-\d+$/.test(name)))
    ? WRITER
    : undefined;
}
