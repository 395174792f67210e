/** The members of a record that say what was called, and with which arguments. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import type { RecordKind } from '../adapter/adapter.ts';
import { isInside } from './call-shape.ts';
import { isStrongResult } from './choose-kind.ts';
import type { FieldChoice } from './field-choice.ts';
import { formatPath, pathOf } from '../adapter/path.ts';
import { type MemberProfile, meanLength } from './profile-members.ts';
import { type Candidate, isNameLike } from './rank-fields.ts';
import { takeNode } from './take-node.ts';
import { isCallParent } from '../words/vocabulary.ts';

function isSureCall({ member }: Candidate): boolean {
  const leaf = member.names.at(-1) ?? '';
  const isCommon =
    /^(?:name|type|function|method|operation|action|skill|command|api|plugin|recipient|capability|endpoint)$/.test(
      leaf,
    );
  return member.names.slice(0, -1).some((name) => isCallParent(name)) || !isCommon;
}

export function chooseCall(
  choice: FieldChoice,
  kind: RecordKind,
  isLabel: (candidate: Candidate) => boolean,
  hasInside: boolean,
  callsInside: boolean,
  /** Whether words say what else is a call: a kind that they do not call one is none for its shape. */
  hasCalls: boolean,
): void {
  if (choice.has('tool')) return;
  if (kind === 'call' && !callsInside && (takeHeading(choice) || takeNode(choice))) return;
  const args = choice.rank('arguments');
  const isArgument = ({ member }: Candidate): boolean => {
    const leaf = member.names.at(-1) ?? '';
    const isWeak =
      /^(?:input|inputs|request|options|data|payload|argument|body)$/.test(leaf) && member.names.length === 1;
    return kind === 'call' || !isWeak || member.objects >= member.count * 0.9 || areObjects(member.samples);
  };
  const tools = choice.rank('tool', (candidate) => {
    const { names } = candidate.member;
    const leaf = names.at(-1) ?? '';
    const inCall = names.slice(0, -1).some((name) => isCallParent(name));
    if (isLabel(candidate)) return false;
    if (inCall) return true;
    // The type of a record or of its payload is what told the records apart.
    if (/^(?:type|kind|by)$/.test(leaf)) return false;
    if (kind === 'call') return true;
    if (leaf === 'name') return false;
    return (
      isSureCall(candidate) || (args.some(isArgument) && isNameLike(candidate.member) && !choice.has('role'))
    );
  });
  const [named] = tools;
  // Beside a list of calls a lone name of a tool repeats one of them.
  const isAgain = hasInside && kind === 'turn' && !args.some(isArgument);
  const tool = isAgain || (named !== undefined && isOfAnswer(choice, kind, named)) ? undefined : named;
  if (tool !== undefined) {
    choice.take(
      'tool',
      tools.filter(({ score }) => score >= tool.score - 0.2),
      2,
    );
    const given = args.filter((candidate) => isArgument(candidate) && !choice.isTaken(candidate.member.path));
    if (given.length > 0) choice.take('arguments', given, 2);
    else if (kind === 'call' && isAddressed(choice, tool.member))
      choice.take('arguments', choice.rank('text'));
    else if (!takeRest(choice, tool.member) && kind === 'call') {
      // The arguments may be all that the record says beside the name.
      choice.take(
        'arguments',
        choice.rank('text', ({ member }) => member.samples.every(isStructured)),
      );
    }
    return;
  }
  if (callsInside || (hasInside && kind !== 'call')) return;
  const shape = hasCalls && kind !== 'call' ? undefined : choice.shape;
  if (shape !== undefined && !choice.isTaken(shape.tool.path) && !choice.isTaken(shape.arguments.path)) {
    choice.take('tool', [{ member: shape.tool, score: 0.6 }]);
    if (isInside(shape.tool.path, shape.arguments.path)) takeRest(choice, shape.tool);
    else choice.take('arguments', [{ member: shape.arguments, score: 0.6 }]);
    return;
  }
  // A call that is one text or one object: "ls -la", "search[kettle]", {"click": {"id": 3}}.
  const called = choice.rank(
    'callText',
    (candidate) =>
      !isLabel(candidate) && meanLength(candidate.member) < 4_000 && !isBoundary(candidate.member),
  );
  if (called.length > 0) choice.take('callText', called);
  else if (kind === 'call') choice.take('callText', choice.rank('text'));
}

/** A tool is named where the model's tokens are counted, and nothing says what it was given or brought: the answer is about it. */
function isOfAnswer(choice: FieldChoice, kind: RecordKind, { member }: Candidate): boolean {
  return (
    kind === 'turn' &&
    choice.rank('arguments').length + choice.rank('result', isStrongResult).length === 0 &&
    choice.isOnlyWith('outputTokens', member)
  );
}

/** A message of somebody's to a tool: what it says is what the tool is given. */
function isAddressed(choice: FieldChoice, { path, names }: MemberProfile): boolean {
  if (!/^(?:recipient|to|addressee|target)$/.test(names.at(-1) ?? '')) return false;
  const around = formatPath(pathOf(path).slice(0, -1));
  return choice.members.some(
    (member) => member.names.at(-1) === 'role' && (around === '' || member.path.startsWith(`${around}.`)),
  );
}

/** "begin" and "end" of a span are no commands. */
function isBoundary({ distinct }: MemberProfile): boolean {
  return [...distinct.keys()].every((value) =>
    /^(?:begin|end|start|stop|enter|exit|open|close)$/i.test(value),
  )
    ? distinct.size > 0
    : false;
}

/** A heading that names the tool over a body with its arguments: see read-text-records.ts. */
function takeHeading(choice: FieldChoice): boolean {
  const find = (path: string): MemberProfile | undefined =>
    choice.members.find((member) => member.path === path);
  const detail = find('detail');
  const isId = detail !== undefined && isIdLike(detail);
  if (isId && !choice.has('callId')) choice.select('callId', 'detail', 0.7);
  if (detail !== undefined && !isId && find('label') !== undefined && detail.count >= choice.records * 0.9) {
    choice.select('tool', 'detail', 0.8);
    choice.select('arguments', 'text', 0.8);
    for (const path of ['detail', 'head', 'body', 'text', 'label']) choice.reserve(path);
    return true;
  }
  const [head, body] = [find('head'), find('body')];
  if (head === undefined || body === undefined || find('label') === undefined) return false;
  const isNames = head.samples.every(
    (value) => typeof value === 'string' && /^`?[\p{L}_][\w.:/ -]{0,60}`?$/u.test(value),
  );
  if (!isNames || head.count < body.count * 0.9) return false;
  choice.select('tool', 'head', 0.8);
  choice.select('arguments', 'body', 0.8);
  for (const path of ['head', 'body', 'text', 'label']) choice.reserve(path);
  return true;
}

/** "call_17", "toolu_8fA": each its own, with digits in it. */
export function isIdLike({ samples, count, distinct }: MemberProfile): boolean {
  return (
    count >= 2 &&
    distinct.size >= count * 0.9 &&
    samples.every((value) => typeof value === 'string' && /^(?=\S{0,80}\d)[\w.:-]{4,80}$/.test(value))
  );
}

function isStructured(value: JsonValue): boolean {
  return typeof value !== 'string' || /^(?:```|[[{<]|\w{1,40}=)/.test(value.trim());
}

function areObjects(samples: readonly JsonValue[]): boolean {
  return samples.length > 0 && samples.every(isObject);
}

/** An object, or one that was written as text. */
function isObject(value: JsonValue): boolean {
  return isJsonObject(value) || (typeof value === 'string' && isJsonObject(decodeJsonText(value)));
}

/** `{"type": "click", "x": 1}`: the arguments are what stands beside the name. */
function takeRest(choice: FieldChoice, tool: MemberProfile): boolean {
  const steps = pathOf(tool.path);
  const last = steps.at(-1);
  if (steps.length < 2 || last?.kind !== 'name') return false;
  const parent = tool.path.slice(0, tool.path.length - last.name.length).replace(/[.]$/, '');
  if (choice.members.some(({ path, objects }) => path === parent && objects > 0)) {
    choice.select('arguments', { path: parent, omit: [last.name, 'id', 'thought', 'reasoning'] }, 0.7);
    for (const { path } of choice.members) if (path.startsWith(`${parent}.`)) choice.reserve(path);
    return true;
  }
  return false;
}
