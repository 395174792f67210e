/**
 * What came back, where no name says it: an answer is often an object such as `{ref, payload, state}`, and what is left of it once id,
 * status, time and name are known is what it brought.
 */
import type { FieldName } from '../adapter/adapter.ts';
import { isInside, looksLikeText } from './call-shape.ts';
import type { FieldChoice } from './field-choice.ts';
import { formatPath, pathOf } from '../adapter/path.ts';
import { type MemberProfile, meanLength } from './profile-members.ts';
import { isNameLike } from './rank-fields.ts';

/** Fields that an object which only carries an answer has beside it. */
const CARRIED: readonly FieldName[] = ['callId', 'status', 'success', 'exitCode'];
const SCORE = 0.4;
const MAX_INSTEAD = 3;
const NO_ANSWER = /(?:^|_)(?:name|title|label|id|uuid|uid|time|timestamp|at|hash|version|model)$/;

/** For a record of a tool's, when all else is chosen. A result that is chosen stays, unless it is that object and one thing is left of it. */
export function takeAnswer(choice: FieldChoice): void {
  const carrier = findCarrier(choice);
  if (carrier === undefined) return;
  const [chosen] = choice.fields.result ?? [];
  const isFree = !choice.has('text') && !choice.has('thought') && !choice.has('arguments');
  // `{"ok": true}` is all that came back; an object that names the call only carries it.
  const [id] = choice.fields.callId ?? [];
  const isWhole = chosen === carrier && typeof id === 'string' && isInside(id, carrier);
  if (chosen === undefined ? !isFree : !isWhole) return;
  const left = choice.members.filter(({ path }) => isInside(path, carrier) && !choice.isTaken(path));
  const found = findAnswers(left);
  const [first, ...others] = found;
  if (first === undefined || (isWhole && left.length > found.length)) return;
  // What stands in its place where it is missing, as the reason of a failure does.
  const isInstead = others.every(({ count }) => count + first.count <= choice.records);
  if (isInstead) {
    delete choice.fields.result;
    choice.take(
      'result',
      found.map((member) => ({ member, score: SCORE })),
      MAX_INSTEAD,
    );
  } else if (!isWhole) {
    // Several say something: all of it but what carries it.
    const omit = choice.members.flatMap(({ path }) => {
      const step = isInside(path, carrier) && choice.isTaken(path) ? pathOf(path).at(-1) : undefined;
      return step?.kind === 'name' ? [step.name] : [];
    });
    choice.select('result', { path: carrier, omit }, SCORE);
  }
}

/** Those that may be an answer, the longest texts first. */
function findAnswers(left: readonly MemberProfile[]): readonly MemberProfile[] {
  const named = left.filter(({ names }) => !NO_ANSWER.test(names.at(-1) ?? ''));
  const found = named.filter((member) => looksLikeText(member) || isData(member));
  if (found.length > 0) return found.toSorted((a, b) => meanLength(b) - meanLength(a));
  // A word is an answer where there is nothing else.
  const words = named.filter(({ strings, count }) => strings >= count * 0.5);
  return words.length === 1 ? words : [];
}

/** The object in the record in which the call's id stands, else how it went. */
function findCarrier({ fields }: FieldChoice): string | undefined {
  for (const field of CARRIED) {
    const [path] = fields[field] ?? [];
    const parent = typeof path === 'string' ? pathOf(path).slice(0, -1) : [];
    if (parent.length > 0) return formatPath(parent);
  }
  return undefined;
}

/** Objects, lists, and texts that are no words of a few. */
function isData(member: MemberProfile): boolean {
  const { objects, lists, arrays, strings, count } = member;
  return objects + lists + arrays >= count * 0.5 || (strings >= count * 0.5 && !isNameLike(member));
}
