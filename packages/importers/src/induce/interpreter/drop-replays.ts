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
  /** Calls of which nobody told what came back. */
  let open = 0;
  const isKnown = (piece: Piece): boolean => {
    const sayings = sayingsOf(piece);
    // What came back may be written in another way, beside the call that it answers.
    const given = sayings.filter((saying) => !saying.startsWith('result '));
    return (given.length > 0 ? given : sayings).every((saying) => told.has(saying));
  };
  return {
    take(pieces) {
      const end = repeated(pieces);
      const kept = [...pieces.slice(0, end).flatMap(broughtBy), ...pieces.slice(end)];
      for (const { calls, results } of kept) {
        // A runtime that tells what its call brought answers the model's.
        const answered = calls.filter(({ result }) => result !== undefined).length;
        open = Math.max(0, open + calls.length - 2 * answered - results.length);
      }
      for (const saying of kept.flatMap(sayingsOf)) {
        first ??= saying;
        if (told.size < MAX_TOLD) told.add(saying);
      }
      return kept;
    },
  };

  /** What came back, where it was told nowhere else. */
  function broughtBy(piece: Piece): Piece[] {
    const results = piece.results.filter(({ content }) => !told.has(`result ${short(content)}`));
    return open === 0 || results.length === 0
      ? []
      : [{ ...piece, text: '', thought: '', calls: [], results }];
  }

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
