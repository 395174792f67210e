/**
 * How the lines begin that stand behind calls, where no name and no word says that they tell what came back (`<- 3 files`, `[OK] 3 files`):
 * with the same signs, which little else begins with.
 */
import { pushTo } from '../containers/push-to.ts';
import { readLabel, readRole, STATUS_WORDS } from '../words/vocabulary.ts';
import { keyOf, type Token } from '../containers/line-template.ts';

const STATUS: ReadonlySet<string> = new Set([...STATUS_WORDS.ok, ...STATUS_WORDS.error]);
const MAX_LEAD = 24;
const LEAST = 3;
/** Share of the lines behind calls that begin so. */
const MOST = 0.7;
/** Share of the lines that begin so that stand behind calls, or behind one another. */
const MOST_BEHIND = 0.6;
/** What is said begins with these; a bracket only where it stands around how it went. */
const OPENS = new Set(['{', '"', "'", '`', '(']);

/**
 * @param calls lines that call, and where what they are given ends
 */
export function findAnswerLead(
  lines: readonly string[],
  tokens: readonly (readonly Token[])[],
  calls: ReadonlyMap<number, number>,
): readonly Token[] | undefined {
  const behind = [...calls.values()]
    .map((last) => nextLine(lines, last + 1))
    .filter((line) => line < lines.length && !calls.has(line));
  const leads = behind.map((line) => withStatus(tokens[line] ?? []));
  const lead = cutLead(
    sharedStart(leads),
    [...calls.keys()].map((line) => tokens[line] ?? []),
  );
  if (lead === undefined) return undefined;
  const key = keyOf(lead);
  const beginsSo = tokens.flatMap((list, line) =>
    keyOf(withStatus(list.slice(0, lead.length))) !== key ? [] : [line],
  );
  const answers = new Set(behind);
  const count = beginsSo.filter((line) => answers.has(line)).length;
  return count >= LEAST && count >= beginsSo.length * MOST_BEHIND ? lead : undefined;
}

/** Behind blank lines and the end of a fenced block. */
function nextLine(lines: readonly string[], from: number): number {
  let next = from;
  while (next < lines.length && /^\s*`{0,4}\s*$/.test((lines[next] ?? '').slice(0, 40))) next += 1;
  return next;
}

function withStatus(tokens: readonly Token[]): readonly Token[] {
  return tokens
    .slice(0, MAX_LEAD)
    .map((token, index) =>
      token.kind !== 'space' && STATUS.has(token.text.toLowerCase()) && tokens[index - 1]?.text === '['
        ? { ...token, kind: 'status' }
        : token,
    );
}

/** The tokens that most lines begin with. */
function sharedStart(leads: readonly (readonly Token[])[]): readonly Token[] {
  let left = leads;
  const start: Token[] = [];
  while (start.length < MAX_LEAD) {
    const counts = new Map<string, (readonly Token[])[]>();
    for (const lead of left) {
      const token = lead[start.length];
      if (token === undefined) continue;
      const key = keyOf([token]);
      pushTo(counts, key, lead);
    }
    const [most = []] = [...counts.values()].toSorted((a, b) => b.length - a.length);
    const token = most[0]?.[start.length];
    if (token === undefined || most.length < Math.max(LEAST, leads.length * MOST) || OPENS.has(token.text))
      break;
    start.push(token);
    left = most;
  }
  return start;
}

/** Up to the last sign and the space behind it. Words are part of what came back, or a logger's, who writes them before calls too. */
function cutLead(
  start: readonly Token[],
  calls: readonly (readonly Token[])[],
): readonly Token[] | undefined {
  const logged = Math.max(0, ...calls.map((call) => lengthShared(start, call)));
  const last = start.findLastIndex(({ kind, text }) => kind === 'mark' || (kind === 'sign' && text !== '['));
  if (last < logged) return undefined;
  // Who speaks or thinks, whatever was called before.
  const isVoice = start
    .slice(logged, last)
    .some(
      ({ kind, text }) =>
        kind === 'word' && (readRole(text) !== undefined || readLabel(text)?.as === 'thought'),
    );
  return isVoice ? undefined : start.slice(0, start[last + 1]?.kind === 'space' ? last + 2 : last + 1);
}

function lengthShared(start: readonly Token[], call: readonly Token[]): number {
  const end = start.findIndex((token, index) => {
    const other = call[index];
    return other === undefined || keyOf([token]) !== keyOf([other]);
  });
  return end === -1 ? start.length : end;
}
