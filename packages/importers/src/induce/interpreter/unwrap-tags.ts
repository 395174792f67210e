/**
 * What came back in one of several tags, the others of which say how it went: `<returncode>0</returncode><output>a.txt</output>`. Linear in the text.
 */
import { canonicalName, FIELD_WORDS, isResultParent } from '../words/vocabulary.ts';

const OPENING = /<([A-Za-z][\w-]{1,40})>/y;
const MAX_TAGS = 6;
/** What says how it went is short. */
const MAX_WORD = 60;
const VERDICTS: ReadonlySet<string> = new Set(
  [FIELD_WORDS.exitCode, FIELD_WORDS.success, FIELD_WORDS.status].flat(),
);

/** The inside of the one tag that holds what came back; undefined where the text is anything else. */
export function unwrapTags(text: string): string | undefined {
  const whole = text.trim();
  const parts = new Map<string, string>();
  for (let at = 0; at < whole.length;) {
    OPENING.lastIndex = at;
    const tag = OPENING.exec(whole)?.[1];
    if (tag === undefined || parts.has(tag) || parts.size === MAX_TAGS) return undefined;
    const start = OPENING.lastIndex;
    const end = whole.indexOf(`</${tag}>`, start);
    if (end === -1) return undefined;
    parts.set(tag, whole.slice(start, end));
    at = end + tag.length + 3;
    while (at < whole.length && whole.charCodeAt(at) <= 32) at += 1;
  }
  const verdicts = [...parts].filter(
    ([tag, inside]) => VERDICTS.has(canonicalName(tag)) && inside.trim().length <= MAX_WORD,
  );
  const [brought, ...others] = [...parts].filter((part) => !verdicts.some(([tag]) => tag === part[0]));
  return brought !== undefined &&
    others.length === 0 &&
    verdicts.length > 0 &&
    isResultParent(canonicalName(brought[0]))
    ? brought[1].trim()
    : undefined;
}
