/**
 * What a log says twice, once in each of two kinds of records, is told once: a message as an item and as an event, a call when the
 * model asks for it and when its runtime begins it, an answer as the agent's words and as the result of the whole.
 */
import type { AdapterRole, RecordCase } from '../adapter/adapter.ts';
import { type Piece, type ReadCall, type ReadResult } from './read-record.ts';
import { isEmpty } from '../adapter/select-value.ts';

/** Pieces back to which a text or a call without an id in common is compared. */
const REACH = 8;
const MAX_KEPT = 100_000;

export interface EchoFilter {
  /** The piece without what another kind of record told before; undefined when nothing is left. */
  take(piece: Piece): Piece | undefined;
}

interface Said {
  readonly role: AdapterRole;
  readonly text: string;
  readonly from: RecordCase;
}

interface Asked {
  readonly call: ReadCall;
  readonly from: RecordCase;
  /** In words, for a runtime that makes it. */
  readonly isWritten: boolean;
  isAnswered: boolean;
}

export function createEchoFilter(): EchoFilter {
  const said: Said[] = [];
  const calls = new Map<string, Asked>();
  const results = new Map<string, { readonly from: RecordCase; readonly content: ReadResult['content'] }>();
  /** Ids that runtimes gave to calls that the model had given others. */
  const aliases = new Map<string, string | undefined>();
  let asked: Asked[] = [];
  /** Calls that a runtime began, and that nothing has answered yet: what comes back without an id is theirs. */
  let begun = 0;

  const isSaid = (role: AdapterRole, text: string, from: RecordCase): boolean => {
    if (text === '') return false;
    const isEcho = said.some(
      (other) => other.role === role && other.from !== from && isSaidAgain(text, other.text),
    );
    said.push({ role, text, from });
    if (said.length > REACH) said.shift();
    return isEcho;
  };

  /** The call that this one tells again. */
  const findEcho = (call: ReadCall, from: RecordCase): Asked | undefined => {
    const { callId, tool } = call;
    const known = callId === undefined ? undefined : calls.get(callId);
    if (known !== undefined) {
      // One kind of record may tell a call when it begins and again when it ends.
      const isSame =
        known.from !== from ||
        (!known.isAnswered &&
          known.call.tool === tool &&
          (isEmpty(known.call.arguments) || isAlike(known.call, call)));
      return isSame ? known : undefined;
    }
    return asked.find(
      (other) =>
        other.from !== from &&
        other.call.tool === tool &&
        // Without any id they may be two, unless a runtime makes what was written.
        (callId !== undefined || other.call.callId !== undefined || other.isWritten) &&
        (isEmpty(call.arguments) || isAlike(other.call, call)),
    );
  };

  const note = (call: ReadCall, { from, isTextCall }: Piece): void => {
    const entry = { call, from, isWritten: isTextCall, isAnswered: call.result !== undefined };
    if (call.callId !== undefined && calls.size < MAX_KEPT) calls.set(call.callId, entry);
    // Who calls again under the same id is answered again.
    if (call.callId !== undefined) results.delete(call.callId);
    if (call.result === undefined) asked = [...asked, entry].slice(-REACH);
  };

  const takeCall = (call: ReadCall, piece: Piece): { call?: ReadCall; result?: ReadResult } => {
    const first = findEcho(call, piece.from);
    if (first === undefined) {
      note(call, piece);
      return { call };
    }
    const { callId } = call;
    const own = first.call.callId;
    if (callId !== undefined && callId !== own && aliases.size < MAX_KEPT) {
      aliases.set(callId, own);
      calls.set(callId, first);
    }
    // Told by this kind too: the next one of it that is alike is a call of its own.
    asked = asked.filter((entry) => entry !== first);
    if (callId === undefined && call.result === undefined) begun += 1;
    return call.result === undefined
      ? {}
      : { result: { ...call.result, callId: own ?? callId, tool: call.tool } };
  };

  const takeResult = (result: ReadResult, from: RecordCase): ReadResult | undefined => {
    const { callId } = result;
    if (callId === undefined) {
      const text = typeof result.content === 'string' ? result.content.trim() : '';
      // The outcome of the whole, in the agent's own words.
      if (
        asked.length === 0 &&
        text !== '' &&
        said.some((other) => other.role === 'agent' && other.text === text)
      )
        return undefined;
      // The others of the same turn are still to begin.
      if (begun > 0) begun -= 1;
      else asked = [];
      return result;
    }
    const own = aliases.has(callId) ? aliases.get(callId) : callId;
    const key = own ?? callId;
    const call = calls.get(callId);
    if (call !== undefined) call.isAnswered = true;
    asked = asked.filter((entry) => entry.call.callId !== own);
    const first = results.get(key);
    const { content } = result;
    if (first === undefined && results.size < MAX_KEPT) results.set(key, { from, content });
    const isAgain = first !== undefined && (first.from !== from || isSame(first.content, content));
    return isAgain ? undefined : { ...result, callId: own };
  };

  return {
    take(piece) {
      const { from } = piece;
      const told = piece.calls.map((call) => takeCall(call, piece));
      const brought = told.flatMap(({ result }) => (result === undefined ? [] : [result]));
      const left: Piece = {
        ...piece,
        text: isSaid(piece.role ?? 'agent', piece.text.trim(), from) ? '' : piece.text,
        thought: isSaid('system', piece.thought.trim(), from) ? '' : piece.thought,
        calls: told.flatMap(({ call }) => (call === undefined ? [] : [call])),
        results: [...piece.results, ...brought].flatMap((result) => takeResult(result, from) ?? []),
      };
      return isNothing(left) && !isNothing(piece) ? undefined : left;
    },
  };
}

const FINAL = /(?:^|\n)[*_# ]{0,4}final answer[*_ ]{0,4}:[*_]{0,2}\s{0,4}$/i;

/** "Final Answer: yes", and then "yes". */
function isSaidAgain(text: string, before: string): boolean {
  return text === before || (before.endsWith(text) && FINAL.test(before.slice(0, -text.length).slice(-40)));
}

function isAlike(a: ReadCall, b: ReadCall): boolean {
  return isSame(a.arguments, b.arguments);
}

function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}

export function isNothing({ text, thought, calls, results, arguments: args }: Piece): boolean {
  return text === '' && thought === '' && calls.length === 0 && results.length === 0 && args === undefined;
}
