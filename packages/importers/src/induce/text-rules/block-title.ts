/** Titles of the blocks of a console log: what is drawn around them, the words that the field understands, and the patterns of both. */
import { isCheap, quoteOneOf, quotePattern } from '../adapter/patterns.ts';
import { pushTo } from '../containers/push-to.ts';
import { type LabelMeaning, readLabel, readRole } from '../words/vocabulary.ts';

/** What stands around a title, and the pattern of what stands before it. */
const DECORATIONS: readonly (readonly [RegExp, (sign: string) => string])[] = [
  [/^([^\p{L}\p{N}\s#])\1{2} (?=\S)/u, (sign) => `${quotePattern(sign)}{3} `],
  [/^(#)#{0,5} (?=\S)/, () => '#{1,6} '],
  [/^(\*)\*(?=\S)/, () => String.raw`\*\*`],
  [/^(\[)(?=\S)/, () => String.raw`\[`],
  [/^<(summary)>(?=\S)/, () => '<summary>'],
];
/** `[[ ## answer ## ]]`, `_**User**_`: signs on both sides. */
const AROUND =
  /^([^\p{L}\p{N}\s"'`(){}.,;:$@\\/|][^\p{L}\p{N}"'`(){}.,;:$@\\/|]{1,7})(\p{L}[^]{0,60}?)[^\p{L}\p{N}\s"'`(){}.,;$@\\/|][^\p{L}\p{N}"'`(){}.,;$@\\/|]{1,7}$/u;
const MARK = /^(?:\d{1,4}[.)] |(?:[^\p{L}\p{N}\s#*_[\]<>(){}|$@"'`=:.,;/\\-]\uFE0F?){1,4} {0,2})/u;
const MARK_SOURCE = String.raw`(?:\d{1,4}[.)] |[^\p{L}\p{N}\s]{1,6} {0,2})?`;
const WORDS = /^\p{L}[\p{L}\p{N}_'.-]*(?: (?:-> )?\p{L}[\p{L}\p{N}_'.-]*){0,5}/u;
const NUMBER = /^[ _]?#?\d{1,4}(?!\w)/;
const NUMBER_SOURCE = String.raw`(?:[ _]?#?\d{1,4}(?!\w))?`;
const DETAIL = /^ ?\([^()\n]{1,60}\)/;
/** An id of a call, where it looks like one. */
const ID_SOURCE = String.raw`(?: ?\((?<callId>[\w-]{1,60})\))?`;
const DETAIL_SOURCE = String.raw`(?: ?\((?<detail>[^()\n]{1,60})\))?`;
const IDENTIFIER = String.raw`[\p{L}_][\w.:/-]{0,60}`;
const NAMED = new RegExp(
  `^(?: ?[:→–-])? ?["'\`*]{0,2}${IDENTIFIER}?["'\`*]{0,2}(?:\\.{3}|…|\\(\\))?[\\]*]{0,2}$`,
  'u',
);
const TOOL_SOURCE = String.raw`(?: ?[:→\-–])? ?["'\x60*]{0,2}(?<tool>[\p{L}_][\w.:\/\-]{0,60}\w)["'\x60*]{0,2}(?:\.{3}|…|\(\))?`;
/** "Calling tool: 'search' with arguments: {...}" */
const GIVEN =
  /^(?: ?[:→–-])? ?["'`]?[\p{L}_][\w.:/-]{0,60}["'`]?(?: with)?(?: (?:args|arguments|input|parameters|params))?:? ?[[{]/u;
const GIVEN_SOURCE = String.raw`(?: with)?(?: (?:args|arguments|input|parameters|params))?:? ?(?=[\[{])`;
const END = /^(?:\.{3}|…|:)?(?:[\]*]{0,2}:?|<\/summary>)?$/;
const END_SOURCE = String.raw`(?:\.{3}|…|:)?(?:[\]*]{1,2}:?|<\/summary>)?(?![^ ])`;
const AROUND_END_SOURCE = String.raw`[^\p{L}\p{N}]{2,9}(?![^ ])`;
const REST = /^(?:\*\*)?:(?:\*\*)? |^\]:? /;
const REST_SOURCE = String.raw`(?:(?:\*\*)?:(?:\*\*)?|\]:?)[ ]{0,2}`;
type Tail = 'none' | 'around' | 'tool' | 'given' | 'rest';

export interface Title {
  /** The pattern of what stands before it. */
  readonly before: string;
  readonly label: string;
  readonly meaning: LabelMeaning | undefined;
  readonly tail: Tail;
  readonly detail: string;
  /** A number or a pictogram before it. */
  readonly mark: boolean;
  readonly isNumbered: boolean;
  readonly line: number;
}

export function readTitle(line: string, at: number): Title | undefined {
  const [, signs = '', inner = ''] = AROUND.exec(line.trimEnd()) ?? [];
  if (signs !== '' && !/^([*#=])\1{0,2} ?$/.test(signs)) {
    const core = readCore(inner.trimEnd(), true);
    return core?.tail === 'none'
      ? { ...core, before: quotePattern(signs), tail: 'around', line: at }
      : undefined;
  }
  for (const [pattern, source] of DECORATIONS) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const core = readCore(line.slice(match[0].length), true);
    return core === undefined ? undefined : { ...core, before: source(match[1] ?? ''), line: at };
  }
  return undefined;
}

/** The words of a title: as many as the field understands best, where what follows them is a name, a detail or a text behind a colon. */
export function readCore(core: string, isDecorated: boolean): Omit<Title, 'before' | 'line'> | undefined {
  const bare = core.replace(MARK, '');
  // "thought_0" counts.
  const words =
    WORDS.exec(bare)?.[0]
      .replace(/_\d{1,4}$/, '')
      .split(' ') ?? [];
  let best: Omit<Title, 'before' | 'line'> | undefined;
  for (let count = words.length; count > 0; count -= 1) {
    const label = words.slice(0, count).join(' ');
    const meaning = meaningOf(label);
    let after = bare.slice(label.length);
    after = after.slice((NUMBER.exec(after)?.[0] ?? '').length);
    const detail = DETAIL.exec(after)?.[0] ?? '';
    after = after.slice(detail.length);
    const isCall = meaning?.as === 'call' || (meaning?.as === 'turn' && meaning.role === 'tool');
    const tail = END.test(after)
      ? 'none'
      : isCall && NAMED.test(after) && (isDecorated || after.startsWith(':'))
        ? 'tool'
        : isCall && GIVEN.test(after)
          ? 'given'
          : REST.test(after)
            ? 'rest'
            : undefined;
    if (tail === undefined || (meaning === undefined && count < words.length)) continue;
    if (best === undefined || (meaning?.confidence ?? 0) > (best.meaning?.confidence ?? 0))
      best = {
        label,
        meaning,
        tail,
        detail,
        mark: bare.length < core.length,
        isNumbered: /^[ _]?#?\d/.test(bare.slice(label.length)),
      };
  }
  return best;
}

function meaningOf(label: string): LabelMeaning | undefined {
  const role = readRole(label);
  return readLabel(label) ?? (role === undefined ? undefined : { as: 'turn', role, confidence: 0.8 });
}

/** One pattern for each decoration and way to go on. */
export function toPatterns(titles: readonly Title[]): string[] {
  const groups = new Map<string, Title[]>();
  const counts = new Map<string, { named: number; all: number }>();
  for (const { before, label, tail } of titles) {
    const key = `${before}${label}`;
    const { named, all } = counts.get(key) ?? { named: 0, all: 0 };
    counts.set(key, { named: named + Number(tail === 'tool'), all: all + 1 });
  }
  for (const written of titles) {
    const { named = 0, all = 1 } = counts.get(`${written.before}${written.label}`) ?? {};
    // One word behind a label is a name where nearly all lines of it have one word.
    const title =
      written.tail === 'tool' && named < all * 0.8 ? { ...written, tail: 'rest' as const } : written;
    const key = JSON.stringify([title.before, title.tail]);
    pushTo(groups, key, title);
  }
  const order: readonly Tail[] = ['given', 'tool', 'around', 'none', 'rest'];
  return [...groups.values()]
    .toSorted((a, b) => order.indexOf(a[0]?.tail ?? 'none') - order.indexOf(b[0]?.tail ?? 'none'))
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const labels = [...new Set(group.map(({ label }) => label))];
      const details = group.map(({ detail }) => detail).filter((detail) => detail !== '');
      const isId = details.length > 0 && details.every((detail) => /^ ?\([\w-]*\d[\w-]*\)$/.test(detail));
      const detail = details.length === 0 ? '' : isId ? ID_SOURCE : DETAIL_SOURCE;
      const tail = {
        given: TOOL_SOURCE + GIVEN_SOURCE,
        tool: TOOL_SOURCE,
        around: AROUND_END_SOURCE,
        none: END_SOURCE,
        rest: REST_SOURCE,
      }[first.tail];
      const mark = group.some((title) => title.mark) ? MARK_SOURCE : '';
      const number = group.some(({ isNumbered }) => isNumbered) ? NUMBER_SOURCE : '';
      const source = `${first.before}${mark}(?<label>${quoteOneOf(labels)})${number === '' ? '(?![\\w])' : ''}${number}${detail}${tail}`;
      return isCheap(source) ? [source] : [];
    });
}
