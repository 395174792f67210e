/**
 * A chat kept as Markdown without a word of who speaks: headings of one depth are what was asked, quotations what the program printed,
 * and what stands between them is the reply.
 */
import { followFence } from '../written-calls/fences.ts';
import type { TextRule } from '../adapter/adapter.ts';
import { readLabel, readRole } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;

const TIMED = /\d\d:\d\d/;

/** Undefined unless headings of one depth are sentences, most of them answered, beside quotations. */
export function induceVoiceRule(text: string): TextRule | undefined {
  const asked = new Map<string, { count: number; sentences: number; answered: number }>();
  let quotes = 0;
  let fence: string | undefined;
  let last: string | undefined;
  /** Headings with a time in them. */
  const timed = new Map<string, number>();
  for (const raw of text.split('\n', MAX_LINES)) {
    const line = raw.slice(0, 300).trimEnd();
    fence = followFence(fence, line);
    if (fence !== undefined || line === '') continue;
    const [, sign, title = ''] = /^(#{1,6})(?: (\S.*))?$/.exec(line) ?? [];
    if (sign !== undefined && title !== '' && TIMED.test(title)) timed.set(sign, (timed.get(sign) ?? 0) + 1);
    if (line.startsWith('> ')) quotes += 1;
    else if (sign === undefined) {
      const entry = last === undefined ? undefined : asked.get(last);
      if (entry !== undefined) entry.answered += 1;
      last = undefined;
    } else if (sign !== last) {
      const entry = asked.get(sign) ?? { count: 0, sentences: 0, answered: 0 };
      asked.set(sign, entry);
      entry.count += 1;
      if (isSentence(title)) entry.sentences += 1;
      last = sign;
    }
  }
  const [most] = [...asked].toSorted((a, b) => b[1].count - a[1].count);
  if (most === undefined || quotes < 2) return undefined;
  const [sign, { count, sentences, answered }] = most;
  if (count < 2 || sentences < count * 0.6 || answered < count * 0.5) return undefined;
  // A heading of the whole above them is none of what was asked.
  const above = [...asked].filter(([other]) => other.length < sign.length && asked.get(other) !== undefined);
  if (above.some(([, entry]) => entry.count >= count) || sign === '#') return undefined;
  const begins = [...timed].find(
    ([other, number]) => other.length < sign.length && number === asked.get(other)?.count,
  );
  return {
    headers: [
      `(?<label>#{${sign.length}}) `,
      `(?<printed>>)(?![^ ]) ?`,
      `(?<printed>#{1,${sign.length - 1}}) `,
    ],
    skipFences: true,
    replies: true,
    ...(begins === undefined ? {} : { sessions: `${begins[0]} [^\\n]{0,80}\\d\\d:\\d\\d` }),
  };
}

/** "what does it print?": nobody calls a chapter so. */
function isSentence(title: string): boolean {
  return (
    readLabel(title) === undefined &&
    readRole(title) === undefined &&
    (/[?!.]$/.test(title) ||
      /^\p{Ll}/u.test(title) ||
      title.startsWith('/') ||
      title.split(/\s+/).length >= 5)
  );
}
