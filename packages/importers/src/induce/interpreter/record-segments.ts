/** What a record tells in rounds: blocks of one voice belong together until what was called has come back. */
import { addCalls } from './add-calls.ts';
import type { AdapterRole } from '../adapter/adapter.ts';
import type { Piece, ReadCall, ReadResult } from './read-record.ts';

/** What a list before this one told, such as what was shown beside what was sent, is told once. */
export function withoutTold(piece: Piece, told: ReadonlySet<string>): Piece {
  const [text, thought] = [piece.text, piece.thought].map((said) => (told.has(said.trim()) ? '' : said));
  return { ...piece, text: text ?? '', thought: thought ?? '' };
}

/** What one voice of a record says before something comes back. */
export interface Segment {
  role: AdapterRole | undefined;
  thought: string;
  text: string;
  readonly calls: ReadCall[];
  readonly results: ReadResult[];
}

/** Blocks of one voice belong together until what was called has come back. */
export function addInside(
  segments: Segment[],
  piece: Piece,
  role: AdapterRole | undefined,
  isExchange: boolean,
): void {
  let current = segments.at(-1);
  if (current === undefined) return;
  const isSaid = piece.text !== '' || piece.thought !== '';
  const isAnswered = current.results.length > 0 || current.calls.some(({ result }) => result !== undefined);
  const isOther =
    piece.role !== undefined &&
    piece.role !== 'tool' &&
    piece.role !== current.role &&
    (isSaid || piece.calls.length > 0);
  const isEmpty =
    current.text === '' &&
    current.thought === '' &&
    current.calls.length === 0 &&
    current.results.length === 0;
  if (isOther && isEmpty) current.role = piece.role;
  // A round of its own, after calls of the round before.
  else if (
    (isSaid && isAnswered) ||
    (isOther && !isEmpty) ||
    (isSaid &&
      current.calls.length > 0 &&
      piece.as === 'turn' &&
      (isExchange || piece.from.inside !== undefined))
  ) {
    current = {
      role: isOther ? piece.role : role,
      thought: '',
      text: '',
      calls: [],
      results: [],
    };
    segments.push(current);
  }
  addCalls(current.calls, piece.calls);
  // Results beside calls in one record answer them in order.
  current.results.push(...piece.results);
  current.thought = joinLines(current.thought, piece.thought);
  current.text = joinLines(current.text, piece.text);
  const last = current.calls.at(-1);
  if (piece.as === 'arguments' && piece.arguments !== undefined && last !== undefined)
    last.arguments = piece.arguments;
}

export function joinLines(a: string, b: string): string {
  return a === '' || b === '' ? a + b : `${a}\n${b}`;
}
