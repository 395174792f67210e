/** What the headers of texts are made of, each as it is looked for and as the pattern of an adapter: times, levels, loggers, decorations, ends. */
import { STATUS_WORDS } from '../words/vocabulary.ts';

export const TIMES: readonly (readonly [RegExp, string])[] = [
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
export const LEVELS: readonly (readonly [RegExp, string])[] = [
  'TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|SUCCESS|CRITICAL|FATAL',
  'TRC|DBG|INF|WRN|ERR|FTL',
].map((words) => [
  new RegExp(String.raw`^\[?(?:${words})[\] \t:|-]{1,9}`),
  String.raw`(?:\[?(?:${words})[\] \t:|\-]{1,9})`,
]);

/** Decoration before a label, and how it ends; `label` may have spaces only where an end marks it. */
export const BEFORE: RegExp =
  /^(?:<summary>|#{1,6} |\*{3,8} |_?\*{2}|__|>{4,12} |>{1,3} |={2,8} ?|-{2,8} ?|([^\p{L}\p{N}\s#*"'`.,])\1{1,3} |\[|<\||<|@|• |[-*] )?/u;
/** "## 3. Assistant", "### 🤖 Agent": what stands between decoration and label. */
export const MARK: RegExp =
  /^(?:\d{1,4}[.)] |\p{L}{2,12} #?\d{1,4} [·•|—–] |(?:[^\p{L}\p{N}\s#*_[\]<>(){}|$@"'`=:.,;/\\-]\uFE0F?){1,4} {0,2})/u;
export const MARK_SOURCE: string = String.raw`(?:\d{1,4}[.)] |[\p{L}]{2,12} #?\d{1,4} [·•|—–] |[^\p{L}\p{N}\s]{1,6} {0,2})?`;
/** The name of the logger, between level and message. */
export const LOGGER: RegExp = /^[[\w.:/\]-]{1,26} (?:[-|:] )?(?=\S)/;
/** "worker.tools - INFO - ", "INFO:worker.tools:". */
export const LOGGER_LEVEL: RegExp =
  /^(?:[\w.:/-]{1,40} (?:[-|:] )?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)[ \t:|-]{1,4}|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR):[\w.]{1,40}:(?=\S))/;
export const LOGGER_LEVEL_SOURCE: string = String.raw`(?:[\w.:\/\-]{1,40} (?:[\-|:] )?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)[ \t:|\-]{1,4}|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR):[\w.]{1,40}:(?=[^ ]))`;
export const LOGGER_SOURCE: string = String.raw`[\[\w.:\/\]\-]{1,26} (?:[\-|:] )?`;
/** "(✅ ok)" behind a label: how it went. */
const VERDICTS = [...STATUS_WORDS.ok, ...STATUS_WORDS.error]
  .filter((word) => /^[a-z]+$/.test(word))
  .join('|');
const STAMP = String.raw`[ :@·•|—–,(\[\-]{1,3}(?:(?:time(?:stamp)?|date|at)(?:\((?:millis|ms|utc)\))?[:= ]{1,2})?(?<time>\d{4}[\-\/]\d\d[\-\/]\d\d[T ]\d\d:\d\d[\d:.,]{0,12}(?:Z|[+\-]\d\d:\d\d)?|\d{13})[)\]]?`;
export const ENDS: readonly (readonly [string, RegExp, string])[] = [
  // "Agent: timestamp: 1763514936041", "Agent @ 2025-06-17 13:02": when, and nothing else.
  ['time', new RegExp(`^${STAMP}[ \\t]*$`, 'iu'), `${STAMP}(?![^ ])`],
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
/** "Thought 3", "Failed 1/3 times", "Assistant (gpt-4)", "planner (to writer)". */
export const DETAIL: RegExp = /^(?: ?#?\d{1,4}(?:\/\d{1,4})?(?: times)?(?!\w))?(?: {0,3}\([^()\n]{1,60}\))?/;
/** "scout (assistant)": a name, and in brackets who speaks. */
export const NAMED_VOICE: RegExp = /^ ?\((\p{L}{2,20})\)$/u;
export const NAME_SOURCE: string = String.raw`(?<agent>[\p{L}][\p{L}\p{N}_ .\-]{0,40})`;
export const NUMBER_SOURCE: string = String.raw`(?: ?#?\d{1,4}(?:\/\d{1,4})?(?: times)?(?!\w))?`;
export const DETAIL_SOURCE: string = String.raw`(?: {0,3}\((?<detail>[^()\n]{1,60})\))?`;
export const LABEL: RegExp = /^[\p{L}][\p{L}\p{N}_.-]*(?: (?:-> )?[\p{L}][\p{L}\p{N}_.-]*){0,4}/u;
/** What loggers write before a message, in any order: level, thread, dotted name, number of the process. */
export const TOKENS: readonly (readonly [RegExp, string])[] = [
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
    /^[A-Za-z_$][\w$]{0,40}(?:[.:][\w$<>]{1,40}){1,8}(?::\d{1,5})?(?:\[\d{1,10}\])? {1,8}[-|:]? ?/,
    String.raw`(?:[A-Za-z_$][\w.:$<>]{1,120}(?:\[\d{1,10}\])? {1,8}[\-|:]? ?)`,
  ],
  // "(MainThread) ": in round brackets too.
  [/^\([\w.:#@$/-]{1,60}\) {1,8}/, String.raw`(?:\([\w.:#@$\/\-]{1,60}\) {1,8})`],
  [/^(?:\d{1,7}|---|-|\|) {1,3}/, String.raw`(?:(?:\d{1,7}|---|\-|\|) {1,3})`],
];
export const MAX_TOKENS = 6;
/** Between the patterns of a prefix that is tried piece by piece. */
export const APART = '\n';

const IDENTIFIER = '[\\p{L}_][\\w.:\\/\\-]{0,40}';
const CALL_VERBS =
  '(?:calling|invoking|executing|running|using|called|invoked|executed|call|invoke|use)(?: (?:tool|function|action|command|skill))?';
const WITH = '(?: with(?: (?:args|arguments|input|parameters|params))?)?';
/** Sentences that loggers write, by the way they end: "Calling tool search with {...}", "Tool search returned: ...". */
export const PHRASES: readonly (readonly [string, string])[] = [
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
    `(?:(?:tool|function|action|command|skill) )?["'\`]?(?!(?:tool|function|action|command|agent|final|result|output|observation|response|call) )(?<tool>${IDENTIFIER})["'\`]? (?<label>returned|result|output|responded|response|finished|completed|succeeded|failed)(?: with)?(?: ?[:=](?!=) ?| (?=[{\\["'=]))`,
  ],
  // "open_draft returned two lines": the name is no word of a sentence.
  ['returned phrase', '(?<tool>[\\p{L}]{1,40}_[\\w]{1,40}) (?<label>returned|responded) (?=[^ ])'],
  // "search invocation completed. Duration: 00:00:02.9. Result: ...", "search invocation failed.": the error stands below.
  [
    'ended phrase',
    `["'\`]?(?<tool>${IDENTIFIER})["'\`]? (?<label>(?:invocation|execution) (?:completed|finished|succeeded|failed|returned))[.:,]?(?: duration: [\\d:.]{1,20})?(?: (?:result|output|error): ?|(?![^ ]))`,
  ],
  // "SYSTEM: Command search returned: ..."
  [
    'told phrase',
    `(?:system|environment|runtime|executor): {0,2}(?:tool|function|action|command|skill) (?<tool>${IDENTIFIER}) (?<label>returned|responded|finished|completed|succeeded|failed)(?: with)?: ?`,
  ],
  // "Running step 169a98e2-5ec1-4496-a471-7a98f88dac4d. Step input: ...": the label stands behind an id.
  [
    'counted phrase',
    String.raw`[A-Za-z]{2,20}(?: [A-Za-z]{2,20})? [0-9a-f]{8}-[0-9a-f\-]{27}[.,:;] (?<label>[A-Za-z]{2,20}(?: [A-Za-z]{2,20})?): ?`,
  ],
];
/** Phrases that no logger writes a time before. */
export const BARE_PHRASES: ReadonlySet<string> = new Set(['told phrase', 'counted phrase']);
