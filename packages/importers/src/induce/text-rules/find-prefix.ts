/** What stands before every line of a text, whatever is told in it: containers/take-off-prefix.ts takes it off. */
import { takeOffPrefix } from '../containers/take-off-prefix.ts';

const MAX_LINES = 20_000;
/** Share of the lines that have the prefix, or hang below one that has. */
const MOST = 0.95;
/** Share of the lines that go on with what one before began: else each line may well be a record. */
const GO_ON = 0.1;
const LEAST = 3;

const TIME = String.raw`[\[(]?(?<time>\d{4}[\-\/]\d\d[\-\/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+\-]\d\d:?\d\d)?)[\])]?`;
const CLOCK = String.raw`[\[(]?(?<clock>\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)[\])]?`;
const LEVEL = 'TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL';
const END = '(?: |(?![^ ]))';
const PREFIXES: readonly string[] = [
  // A level, and a time or the room that the time above takes up.
  `(?:(?:${TIME}|${CLOCK}) {1,2}|[ ]{9,30})?(?:${LEVEL}):? {1,8}`,
  // A time, who writes, both, or what syslog writes.
  String.raw`${TIME} [\w.\-]{1,40}\[[\w.\-]{1,20}\]:${END}`,
  `${TIME}${END}`,
  `${CLOCK}${END}`,
  String.raw`[A-Z][a-z]{2} [ \d]\d (?<clock>\d\d:\d\d:\d\d) [\w.\-]{1,60} [\w.\/\-]{1,40}(?:\[\d{1,9}\])?:${END}`,
  String.raw`[\w.\-]{1,40}[ \t]{1,20}\|(?: ${TIME})?${END}`,
];
const GOES_ON = new RegExp(`^(?:[ \\t]+(?!(?:${LEVEL})\\b)\\S|[}\\])])`);

/** Undefined where lines do without, or none goes on with another. */
export function findPrefix(text: string): string | undefined {
  const head = text.split('\n', MAX_LINES).filter((line) => line.trim() !== '');
  return PREFIXES.find((prefix) => {
    const lines = takeOffPrefix(head.join('\n'), prefix);
    const goOn = lines.filter(({ line, isHanging }) => isHanging || GOES_ON.test(line)).length;
    const taken = lines.filter(({ isPrefixed, isHanging }) => isPrefixed || isHanging).length;
    return taken >= lines.length * MOST && goOn >= Math.max(LEAST, lines.length * GO_ON);
  });
}
