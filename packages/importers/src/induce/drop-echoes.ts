/**
 * What a log says twice, once in each of two kinds of records, is told once: a message as an item and as an event, a call when it is
 * asked for and when it begins.
 */
import type { AdapterRole, RecordCase } from './adapter.ts';
import type { Piece, ReadCall, ReadResult } from './read-record.ts';

/** Pieces back to which a text is compared. */
const REACH = 8;

export interface EchoFilter {
  /** The piece without what another kind of record told before; undefined when nothing is left. */
  take(piece: Piece): Piece | undefined;
}

interface Said {
  readonly role: AdapterRole;
  readonly text: string;
  readonly from: RecordCase;
}

/** A record of a call that is told when it begins and again when it ends: the same call under the same id. */
interface Begun {
  readonly from: RecordCase;
  readonly call: string;
}

const MAX_BEGUN = 100_000;

export function createEchoFilter(): EchoFilter {
  const begun = new Map<string, Begun>();
  const isBegun = (call: ReadCall, from: RecordCase): boolean => {
    if (call.callId === undefined) return false;
    const told = JSON.stringify([call.tool, call.arguments]);
    const first = begun.get(call.callId);
    if (call.result !== undefined) begun.delete(call.callId);
    else if (begun.size < MAX_BEGUN) begun.set(call.callId, { from, call: told });
    return first?.from === from && first.call === told;
  };
  const said: Said[] = [];
  const calls = new Map<string, RecordCase>();
  const results = new Map<string, RecordCase>();
  const isTold = (
    known: Map<string, RecordCase>,
    { callId }: ReadCall | ReadResult,
    from: RecordCase,
  ): boolean => {
    if (callId === undefined) return false;
    const first = known.get(callId);
    if (first === undefined) known.set(callId, from);
    return first !== undefined && first !== from;
  };
  const isSaid = (role: AdapterRole, text: string, from: RecordCase): boolean => {
    if (text === '') return false;
    const isEcho = said.some((other) => other.role === role && other.from !== from && other.text === text);
    said.push({ role, text, from });
    if (said.length > REACH) said.shift();
    return isEcho;
  };
  return {
    take(piece) {
      const { from } = piece;
      for (const { callId } of piece.results) if (callId !== undefined) begun.delete(callId);
      const again = new Set(piece.calls.filter((call) => isBegun(call, from)));
      const ended = [...again].flatMap(({ callId, tool, result }) =>
        result === undefined ? [] : [{ ...result, callId, tool }],
      );
      const left: Piece = {
        ...piece,
        text: isSaid(piece.role ?? 'agent', piece.text.trim(), from) ? '' : piece.text,
        thought: isSaid('system', piece.thought.trim(), from) ? '' : piece.thought,
        calls: piece.calls.filter((call) => !again.has(call) && !isTold(calls, call, from)),
        results: [...piece.results, ...ended].filter((result) => !isTold(results, result, from)),
      };
      return isNothing(left) && !isNothing(piece) ? undefined : left;
    },
  };
}

export function isNothing({ text, thought, calls, results, arguments: args }: Piece): boolean {
  return text === '' && thought === '' && calls.length === 0 && results.length === 0 && args === undefined;
}
