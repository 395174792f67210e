/** Which members of a kind of records hold its fields. */
import type { AdapterRole, FieldName, RecordKind } from './adapter.ts';
import { chooseCall } from './choose-call.ts';
import {
  isRoleMember,
  isStrongResult,
  PLAIN_TEXT,
  type Surroundings,
  WEAK_BESIDE_CALL,
} from './choose-kind.ts';
import type { FieldChoice } from './field-choice.ts';
import { pathOf } from './path.ts';
import { type MemberProfile, meanLength } from './profile-members.ts';
import { type Candidate, isNameLike } from './rank-fields.ts';
import { CALL_PARENTS, RESULT_PARENTS } from './vocabulary.ts';

const FIRST_CHOICES = 3;

export function chooseFields(
  choice: FieldChoice,
  kind: RecordKind,
  fixed: AdapterRole | undefined,
  hasInside: boolean,
  { nesting, hasCalls, hasResults }: Surroundings,
  label: string,
): void {
  const isLabel = ({ member }: Candidate): boolean =>
    label !== '' && member.distinct.size === 1 && member.distinct.has(label);
  const take = (field: FieldName, most = 1, test: (candidate: Candidate) => boolean = () => true): boolean =>
    choice.take(
      field,
      choice.rank(field, (candidate) => !isLabel(candidate) && test(candidate)),
      most,
    );
  take('time');
  take('endTime');
  take('model');
  for (const field of ['inputTokens', 'outputTokens', 'costUsd', 'parentId'] as const) take(field);
  if (kind === 'note') return;
  const speaks = kind === 'turn' || kind === 'text';
  if (speaks && fixed === undefined) take('role', 1, isRoleMember);
  if (speaks) {
    const agent = choice.rank(
      'agent',
      (candidate) =>
        !isLabel(candidate) &&
        /agent|^name$|sender|author|speaker|node|actor|persona|participant/.test(
          candidate.member.names.at(-1) ?? '',
        ) &&
        candidate.member.distinct.size <= Math.max(15, choice.records / 3),
    );
    if (nesting === 0) choice.take('agent', agent);
  }
  take(
    'turnId',
    1,
    ({ member }) =>
      /(?:message|msg|response|turn|generation|completion)_id$|\b(?:message|response|generation|turn|completion)\.id$/.test(
        member.names.slice(-2).join('.'),
      ) && member.distinct.size < member.count,
  );
  take('callId', 1, ({ member }) => kind !== 'turn' || !isOwnId(member));
  const mayCall = kind === 'turn' || kind === 'call' || kind === 'text';
  // A tool's record may repeat the call that it answers.
  const isAnswer = fixed === 'tool' && hasCalls;
  if (mayCall && fixed !== 'user' && fixed !== 'system' && !isAnswer)
    chooseCall(choice, kind, isLabel, hasInside);
  const hasCall = choice.has('tool') || choice.has('callText');
  if (kind === 'result') {
    choice.take(
      'resultName',
      choice.rank('resultName', (candidate) => !isLabel(candidate)),
    );
    const ranked = choice.rank('result', (candidate) => !isLabel(candidate));
    // A word such as "run" in a member called "observation" is the kind of result, not the result.
    const real = ranked.filter(
      ({ member }) => !isNameLike(member) || ranked.length === 1 || meanLength(member) > 20,
    );
    choice.take('result', real.length > 0 ? real : ranked, FIRST_CHOICES);
  } else if (kind !== 'thought' && !(hasResults && (fixed === 'agent' || fixed === 'user'))) {
    choice.take(
      'result',
      choice.rank('result', (candidate) => {
        const leaf = candidate.member.names.at(-1) ?? '';
        if (isLabel(candidate) || (PLAIN_TEXT.has(leaf) && candidate.member.names.length === 1)) return false;
        return hasCall || kind === 'call'
          ? isStrongResult(candidate) || WEAK_BESIDE_CALL.has(leaf)
          : isStrongResult(candidate) && !['result', 'results', 'return'].includes(leaf);
      }),
      FIRST_CHOICES,
    );
    if (!hasCall && choice.has('result'))
      choice.take(
        'resultName',
        choice.rank('resultName', ({ member }) => member.names.length > 1),
      );
  }
  if (kind !== 'arguments' && kind !== 'thought') {
    take('error');
    take('exitCode');
    take('success');
    take(
      'status',
      1,
      ({ member }) =>
        !isNameLike(member) ||
        [...member.distinct.keys()].some((word) => /ok|succ|err|fail|done|complet/i.test(word)),
    );
  }
  if (kind === 'arguments') {
    take('arguments', 2);
    take('text', 2);
    return;
  }
  if (speaks || kind === 'call') {
    take('thought', 2);
    leaveOutThought(choice);
  }
  if (kind === 'thought')
    choice.take(
      'text',
      [...choice.rank('thought'), ...choice.rank('text')].toSorted((a, b) => b.score - a.score),
      2,
    );
  else {
    const isReply = (name: string): boolean => !/^(?:prompt|question|input|query|transcript)$/.test(name);
    const texts = choice.rank('text', (candidate) => {
      const leaf = candidate.member.names.at(-1) ?? '';
      return !isLabel(candidate) && !isNameLikeShort(candidate.member) && (fixed === 'user' || isReply(leaf));
    });
    choice.take(
      'text',
      texts.filter(({ score }, index) => index === 0 || score >= 0.5),
      FIRST_CHOICES,
    );
  }
  take('id');
}

/** "message.id" is the message's own; "tool_call.id" names a call. */
function isOwnId({ names }: MemberProfile): boolean {
  return (
    ['id', 'ref', 'tool_id', 'request_id'].includes(names.at(-1) ?? '') &&
    !names.slice(0, -1).some((name) => CALL_PARENTS.has(name) || RESULT_PARENTS.has(name))
  );
}

function isNameLikeShort(member: MemberProfile): boolean {
  const leaf = member.names.at(-1) ?? '';
  return !PLAIN_TEXT.has(leaf) && isNameLike(member) && member.count > 4 && member.distinct.size <= 4;
}

/** A thought that is written among the arguments is none of them. */
function leaveOutThought({ fields }: FieldChoice): void {
  const [path] = fields.arguments ?? [];
  if (typeof path !== 'string') return;
  const omit = (fields.thought ?? []).flatMap((selector) => {
    const inner =
      typeof selector === 'string' && selector.startsWith(`${path}.`) ? selector.slice(path.length + 1) : '';
    return inner === '' || inner.includes('.') ? [] : [inner];
  });
  if (omit.length > 0) fields.arguments = [{ path, omit }, ...(fields.arguments ?? []).slice(1)];
}
