/**
 * Records that hold the conversation so far, among others that tell it bit by bit: a model's span with all the messages that it was
 * sent, the state of the whole when it ends. What was told before is left out of them.
 */
import type { Piece } from './read-record.ts';

const MAX_TOLD = 50_000;
/** Share of what a record begins with that must have been told. */
const MOST = 0.6;
const MAX_TEXT = 400;

export interface ReplayFilter {
  /** The pieces of one record without what it only repeats. */
  take(pieces: readonly Piece[]): readonly Piece[];
}

export function createReplayFilter(): ReplayFilter {
  const told = new Set<string>();
  let first: string | undefined;
  const isKnown = (piece: Piece): boolean => sayingsOf(piece).every((saying) => told.has(saying));
  return {
    take(pieces) {
      const kept = pieces.slice(repeated(pieces));
      for (const saying of kept.flatMap(sayingsOf)) {
        first ??= saying;
        if (told.size < MAX_TOLD) told.add(saying);
      }
      return kept;
    },
  };

  /** How many pieces at the start are the conversation from its beginning. */
  function repeated(pieces: readonly Piece[]): number {
    const [begin] = pieces.flatMap(sayingsOf);
    const isList = pieces.length > 1 || (pieces[0]?.from.inside ?? []).length > 0;
    if (!isList || begin === undefined) return 0;
    const known = pieces.map(isKnown);
    const end = known.lastIndexOf(true) + 1;
    // One message may be said twice; two in a row, or the first of all, are a replay.
    if (begin !== first && !(end > 1 && known[0] === true && pieces.slice(0, end).length > 1)) return 0;
    return known.slice(0, end).filter(Boolean).length >= end * MOST ? end : 0;
  }
}

function sayingsOf({ role, text, calls, results }: Piece): string[] {
  if (role === 'system') return [];
  const said = text.trim();
  return [
    ...(said === '' ? [] : [`${role ?? 'agent'} ${said.length} ${said.slice(0, MAX_TEXT)}`]),
    ...calls.map(({ tool, arguments: given }) => `call ${tool} ${short(given)}`),
    ...calls.flatMap(({ result }) => (result === undefined ? [] : [`result ${short(result.content)}`])),
    ...results.map(({ content }) => `result ${short(content)}`),
  ];
}

function short(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim().slice(0, MAX_TEXT);
}
