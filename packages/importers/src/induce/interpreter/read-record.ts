/** One record of a log by the cases of an adapter: who speaks, what was said, what was called and what came back. */
import { isJsonObject, type JsonValue, type UnixNanos } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import type { AdapterBody, AdapterRole, FieldName, RecordCase, RecordKind } from '../adapter/adapter.ts';
import { readCall, readCallsInText } from '../written-calls/call-syntax.ts';
import { splitThought, type TextCall } from '../written-calls/text-call.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { ofTool, readArguments, readTool, splitCalls } from './read-given.ts';
import { readSpeaker } from './read-speaker.ts';
import { readTime } from './read-time.ts';
import { readVerdict } from './read-verdict.ts';
import { addInside, joinLines, type Segment, withoutTold } from './record-segments.ts';
import { brings, contentOf, insideOf, saysOnly, silence } from './result-of.ts';
import { asRecord, findCase, type Found, isEmpty, select, textOf } from '../adapter/select-value.ts';
import { selectResult } from './select-result.ts';

export interface ReadCall {
  readonly tool: string;
  arguments: JsonValue;
  readonly callId: string | undefined;
  readonly pointer: string;
  /** What came back, where the record itself says it. */
  result: ReadResult | undefined;
  /** Whether its kind of record has no place for arguments or an id. */
  readonly isBare: boolean;
}

export interface ReadResult {
  readonly callId: string | undefined;
  readonly tool: string | undefined;
  readonly content: JsonValue;
  readonly isError: boolean | undefined;
  readonly message: string | undefined;
}

export interface Piece {
  readonly as: RecordKind;
  readonly role: AdapterRole | undefined;
  readonly agent: string | undefined;
  readonly qualifier: string | undefined;
  readonly thought: string;
  readonly text: string;
  readonly calls: readonly ReadCall[];
  readonly results: readonly ReadResult[];
  /** Whether calls were found in the text, and so nothing of the source pairs them with results. */
  readonly isTextCall: boolean;
  /** Of a piece that is a call's arguments. */
  readonly arguments: JsonValue | undefined;
  readonly time: UnixNanos | undefined;
  readonly endTime: UnixNanos | undefined;
  readonly turnId: string | undefined;
  /** Of what calls nothing: what names it is no call's result. */
  readonly noteId: string | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly costUsd: number | undefined;
  readonly model: string | undefined;
  readonly pointer: string;
  /** The kind of record that it was read from. */
  readonly from: RecordCase;
  /** What the record tells before and after: who asked, and what was said once calls had come back. */
  readonly before?: Piece;
  readonly more?: readonly Piece[];
}

/** All that a record tells, in order. */
export function piecesOf(piece: Piece): readonly Piece[] {
  return [...(piece.before === undefined ? [] : [piece.before]), piece, ...(piece.more ?? [])];
}

/** Blocks in blocks; deeper ones are left as they are. */
const MAX_INSIDE = 4;

type Rules = Pick<AdapterBody, 'roles' | 'status' | 'timeUnit'>;

/** Reads one record by its case. Pure; linear in the record. */
export function readRecord(
  record: JsonValue,
  recordCase: RecordCase,
  rules: Rules,
  pointer: string,
  depth: number = 0,
): Piece {
  const find = (field: FieldName): Found | undefined => select(record, recordCase.fields[field], pointer);
  const text = (field: FieldName): string => textOf(find(field)?.value);
  const name = (field: FieldName): string | undefined => {
    const value = find(field)?.value;
    const shown = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
    return shown === '' || shown.length > 200 ? undefined : shown;
  };
  const amount = (field: FieldName): number | undefined => {
    const value = find(field)?.value;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
  };
  const callId = name('callId');
  const spoken = readSpeaker(name('role'), name('agent'), recordCase.role, rules.roles);
  // Where calls are written with their ids in what is said, the system that names one tells what it brought.
  const isAnswer =
    spoken.role === 'system' &&
    callId !== undefined &&
    recordCase.callsInText?.includes('identified') === true;
  const speaker = isAnswer ? { ...spoken, role: 'tool' as const } : spoken;
  const calls: ReadCall[] = [];
  const results: ReadResult[] = [];
  const verdict = readVerdict(record, recordCase, rules, pointer);
  let thought = text('thought');
  let said = saidIn(find('text')?.value, recordCase);

  if (speaker.role === 'user' && saysNothing(record, said)) said = '';

  /** What a text says, and the calls that are written in it. */
  const inText = (text: string): { text: string; thought: string; calls: ReadCall[] } | undefined => {
    const read =
      text === '' || recordCase.callsInText === undefined
        ? undefined
        : readCallsInText(text, recordCase.callsInText);
    const at = find('text')?.pointer ?? pointer;
    return (
      read && {
        ...read,
        calls: read.calls.map((call) => ({
          ...call,
          callId: call.callId,
          pointer: at,
          result: call.result === undefined ? undefined : broughtBy(call, call.result),
          isBare: false,
        })),
      }
    );
  };

  const segments: Segment[] = [{ role: speaker.role, thought: '', text: '', calls: [], results }];
  const told = new Set<string>();
  // What was asked and all that was done about it: round by round.
  const isExchange = recordCase.fields.asked !== undefined;
  for (const inside of depth < MAX_INSIDE ? (recordCase.inside ?? []) : []) {
    const own: string[] = [];
    for (const place of findPlaces(record, pathOf(inside.at), pointer)) {
      const element = asRecord(place.value) ?? place.value;
      const inner = findCase(element, inside.cases);
      if (inner === undefined) continue;
      const read = readRecord(element, inner, rules, place.pointer, depth + 1);
      for (const piece of piecesOf(read)) {
        own.push(piece.text.trim(), piece.thought.trim());
        addInside(segments, withoutTold(piece, told), speaker.role, isExchange);
      }
    }
    for (const text of own) told.add(text);
  }
  const [main = { role: speaker.role, thought: '', text: '', calls: [], results }, ...others] = segments;
  const insideCalls = main.calls;
  // Beside what others said, which it was sent, it says what it makes of it.
  if (said !== '' && speaker.role === 'agent' && main.role !== 'agent' && main.text !== '') {
    others.push({ thought: '', text: said, calls: [], ...inText(said), role: speaker.role, results: [] });
    said = '';
  }
  thought = joinLines(thought, main.thought);
  said = joinLines(said, main.text);
  const tool = readTool(find('tool')?.value);
  const found = selectResult(record, recordCase.fields.result, pointer);
  // An error's own text is what came back where nothing else did.
  const content: JsonValue | undefined =
    found === undefined || saysOnly(found.value, verdict.message)
      ? (verdict.message ?? silence(record, recordCase))
      : contentOf(found.value);
  const args = find('arguments');
  const given = args === undefined ? {} : readArguments(args.value);
  const isOfTool = tool !== undefined && ofTool(given, tool) !== given;
  const result = (inline: boolean): ReadResult | undefined =>
    content === undefined
      ? undefined
      : {
          callId,
          tool: inline ? tool : name('resultName'),
          content: inline && tool !== undefined && isOfTool ? ofTool(content, tool) : content,
          isError: verdict.isError,
          message: verdict.message,
        };
  const called = find('callText');
  let isTextCall = false;
  // A call of nothing: what is said beside it only describes it.
  if (
    recordCase.as === 'call' &&
    tool === undefined &&
    recordCase.fields.tool !== undefined &&
    called === undefined &&
    insideCalls.length === 0
  )
    said = '';
  if (recordCase.as !== 'result' && recordCase.as !== 'note' && recordCase.as !== 'arguments') {
    if (tool !== undefined) {
      // A call's error is what came back where such records tell what came back at all.
      const isAnswered =
        recordCase.as !== 'call' ||
        found !== undefined ||
        (content !== undefined && isEmpty(content)) ||
        (recordCase.fields.result !== undefined && verdict.isError === true);
      const brought = isAnswered ? result(true) : undefined;
      const meant = isOfTool ? ofTool(given, tool) : given;
      const together = [{ tool, arguments: meant, content: brought?.content }];
      for (const [index, one] of (splitCalls(tool, meant, brought?.content) ?? together).entries())
        calls.push({
          tool: one.tool,
          arguments: one.arguments,
          callId: index === 0 ? callId : undefined,
          pointer: find('tool')?.pointer ?? pointer,
          result:
            brought === undefined || one.content === undefined
              ? undefined
              : { ...brought, tool: one.tool, content: one.content },
          isBare: recordCase.as === 'call' && isBareKind(recordCase),
        });
    } else if (called !== undefined && insideCalls.length === 0) {
      // A text beside a list of calls tells the same call again.
      const read = readCalled(called.value, recordCase);
      for (const call of read)
        calls.push({ ...call, callId, pointer: called.pointer, result: result(false), isBare: false });
      if (read.length === 0) said = [said, textOf(called.value)].filter((part) => part !== '').join('\n');
    }
  }
  const own = result(false);
  const unanswered = insideCalls.at(-1);
  if (recordCase.as === 'result') {
    // Where its parts name their calls, the whole says them again; an end that brings nothing is none.
    if (brings(recordCase) && (results.length === 0 || (callId !== undefined && !results.some(named))))
      results.push(
        own ?? {
          callId,
          tool: name('resultName'),
          content: said === '' ? insideOf(record, recordCase) : said,
          isError: verdict.isError,
          message: undefined,
        },
      );
    said = '';
  } else if (recordCase.as === 'arguments') {
    // What came back beside what was given; `text` may be all that the record says.
    if (own !== undefined && found !== undefined) results.push(own);
  } else if (own !== undefined) {
    // What a step brought belongs to the call in it; a list of as many as there are calls, to each of them.
    const each = insideCalls.length > 1 && Array.isArray(own.content) ? (own.content as JsonValue[]) : [];
    if (
      each.length > 0 &&
      each.length === insideCalls.length &&
      insideCalls.every((call) => call.result === undefined)
    )
      for (const [index, call] of insideCalls.entries())
        call.result = { ...own, callId: call.callId, content: contentOf(each[index] ?? null) };
    else if (unanswered !== undefined && unanswered.result === undefined) unanswered.result = own;
    else if (calls.length === 0 && unanswered === undefined && found !== undefined) results.push(own);
  }
  if (recordCase.as === 'thought') {
    thought = [thought, said].filter((part) => part !== '').join('\n');
    said = '';
  }
  calls.push(...insideCalls);
  const isAgent = speaker.role === 'agent' || speaker.role === undefined;
  const written = isAgent && calls.length === 0 ? inText(said) : undefined;
  if (written !== undefined) {
    calls.push(...written.calls);
    said = written.text;
    thought = [thought, written.thought].filter((part) => part !== '').join('\n');
    isTextCall = calls.some(({ callId: id }) => id === undefined);
  }
  if (
    isAgent &&
    /<(?:think|thinking|thought|reasoning|scratchpad)>|^\s{0,20}[*_](?:thought|thinking|reasoning): /i.test(
      said.slice(0, 2_000),
    )
  ) {
    const split = splitThought(said);
    thought = [thought, split.thought].filter((part) => part !== '').join('\n');
    said = split.text;
  }
  if (speaker.role === 'tool' && recordCase.as === 'turn' && results.length === 0 && calls.length === 0) {
    results.push({
      callId,
      tool: name('resultName') ?? speaker.agent,
      content: contentOf(found?.value ?? (said === '' ? (verdict.message ?? '') : said)),
      isError: verdict.isError,
      message: verdict.message,
    });
    said = '';
  }
  const who = main.role ?? speaker.role;
  const piece: Piece = {
    as: recordCase.as,
    ...speaker,
    role: who === 'user' && isPrinted(said) ? 'environment' : who,
    thought,
    text: said,
    calls,
    results,
    isTextCall,
    arguments: recordCase.as === 'arguments' ? givenBy(recordCase, args?.value ?? said) : undefined,
    time: readTime(find('time')?.value, rules.timeUnit),
    endTime: readTime(find('endTime')?.value, rules.timeUnit),
    turnId: name('turnId'),
    noteId:
      recordCase.as === 'note' || (recordCase.as === 'call' && calls.length === 0)
        ? callId
        : recordCase.as === 'turn' && calls.length + results.length === 0
          ? name('id')
          : undefined,
    inputTokens: amount('inputTokens'),
    outputTokens: amount('outputTokens'),
    costUsd: amount('costUsd'),
    model: name('model'),
    pointer,
    from: recordCase,
  };
  const reply = textsOf(find('reply')?.value).join('\n');
  if (reply !== '') others.push({ role: speaker.role, thought: '', text: reply, calls: [], results: [] });
  // Of all that a model was given the last is what was asked.
  const asked = textsOf(find('asked')?.value).at(-1) ?? '';
  const other = (segment: Segment): Piece => ({
    ...piece,
    inputTokens: undefined,
    outputTokens: undefined,
    costUsd: undefined,
    ...segment,
    arguments: undefined,
    isTextCall: false,
  });
  return {
    ...piece,
    ...(asked === ''
      ? {}
      : { before: other({ role: 'user', thought: '', text: asked, calls: [], results: [] }) }),
    ...(others.length === 0 ? {} : { more: others.map(other) }),
  };
}

/** "Step input: None", "-- none --": nobody asked. A user may well answer "None". */
function saysNothing(record: JsonValue, said: string): boolean {
  const label = isJsonObject(record) ? record['label'] : undefined;
  return said === '-- none --' || (said === 'None' && typeof label === 'string' && / input$/i.test(label));
}

const PRINTED = /^<(?:[a-z]{1,20}[-_]){0,3}(?:stdout|stderr|output|notification|reminder|caveat)>$/;

/** Nothing but what a program puts between tags of its own, as `<local-stdout>`: it speaks in the user's name. */
function isPrinted(said: string): boolean {
  let rest = said.trim();
  if (rest === '') return false;
  while (rest !== '') {
    const opening = rest.slice(0, rest.indexOf('>') + 1);
    const closing = opening.replace('<', '</');
    const end = PRINTED.test(opening) ? rest.indexOf(closing) : -1;
    if (end === -1) return false;
    rest = rest.slice(end + closing.length).trimStart();
  }
  return true;
}

/** A list of blocks is read block by block, not as text. */
function saidIn(value: JsonValue | undefined, { fields, inside = [] }: RecordCase): string {
  const isRead = inside.some(({ at }) =>
    fields.text?.some((path) => typeof path !== 'string' || at.startsWith(path)),
  );
  const isBlocks = isRead && Array.isArray(value) && (value as readonly JsonValue[]).some(isJsonObject);
  return isBlocks ? '' : textOf(value);
}

/** What a value says; of a text that is a list of texts in JSON (`["You are a librarian.", "Is it in?"]`) each of them. */
function textsOf(value: JsonValue | undefined): string[] {
  const list = typeof value === 'string' && /^\["[^]*"\]$/.test(value) ? decodeJsonText(value) : undefined;
  const texts = Array.isArray(list) ? (list as readonly JsonValue[]) : [];
  const isTexts = texts.length > 0 && texts.every((text) => typeof text === 'string');
  return isTexts ? texts.map((text) => textOf(text)) : [textOf(value)];
}

/** A part of a text says nothing alone. */
function givenBy({ streamed }: RecordCase, value: JsonValue): JsonValue {
  return streamed === true ? textOf(value) : readArguments(value);
}

/** A call that is one text or one object. */
function readCalled(
  value: JsonValue,
  { callsInText = [] }: RecordCase,
): { tool: string; arguments: JsonValue }[] {
  const texts = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return texts.flatMap((inner) => {
    const text =
      typeof inner !== 'string' && callsInText.includes('named-member')
        ? JSON.stringify(inner)
        : textOf(inner);
    const found = readCallsInText(text, callsInText);
    if (found !== undefined) return found.calls.map((call) => ({ ...call }));
    const call = callsInText.length === 0 ? readCall(text) : undefined;
    return call === undefined ? [] : [call];
  });
}

function broughtBy({ tool, callId }: TextCall, result: JsonValue): ReadResult {
  return { callId, tool, content: contentOf(result), isError: undefined, message: undefined };
}

function named({ callId }: ReadResult): boolean {
  return callId !== undefined;
}

function isBareKind({ fields, inside }: RecordCase): boolean {
  return (
    fields.arguments === undefined &&
    fields.callId === undefined &&
    fields.result === undefined &&
    inside === undefined
  );
}
