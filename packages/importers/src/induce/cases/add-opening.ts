/**
 * What was asked stands in another list than what was done: a conversation beside the steps of the same run, without times. What is said
 * there before the agent speaks opens the run.
 */
import type { AdapterBody, RecordCase } from '../adapter/adapter.ts';
import { findPlaces, formatPath, pathOf } from '../adapter/path.ts';
import type { RawDocument } from '../containers/raw-document.ts';
import { type Opening, openingOf } from '../interpreter/opening-of.ts';
import { LIST_MEMBER } from '../interpreter/records-of.ts';
import { readPieces } from '../interpreter/run-adapter.ts';
import { markCases } from './join-lists.ts';

/** Share of the runs that another list opens with a question. */
const MOST = 0.9;
/** Of what was said: enough to know it again. */
const KNOWN_BY = 200;
/** A shorter text begins many another by chance. */
const TELLING = 20;

/** The body with what another one reads of the same runs before the agent speaks, where it tells no question itself. */
export function addOpening(
  body: AdapterBody,
  others: readonly AdapterBody[],
  documents: readonly RawDocument[],
): AdapterBody {
  if (!isPlain(body) || documents.some((document) => asks(body, document))) return body;
  for (const other of others) {
    if (!isPlain(other) || other.runs.at !== body.runs.at || areNested(body, other)) continue;
    const opening: AdapterBody = { ...other, cases: other.cases.map(asSaid) };
    const used = openingCases(body, opening, documents);
    const cases = opening.cases.filter((recordCase) => used.has(recordCase));
    if (cases.length > 0) return joinOpening(body, { ...opening, cases });
  }
  return body;
}

/** One list of a file, as it is written. */
function isPlain({ runs: { growing, groupBy, spans, beside, byTime } }: AdapterBody): boolean {
  return [growing, groupBy, spans, beside, byTime].every((way) => way === undefined);
}

function asks(body: AdapterBody, document: RawDocument): boolean {
  // What is said behind a call may be what it brought.
  let isOpen = false;
  for (const piece of readPieces(body, document)) {
    if (piece?.role === 'user' && piece.text.trim() !== '' && !isOpen) return true;
    isOpen = body.pairing === 'next-turn' && (piece?.calls ?? []).length > 0;
  }
  return false;
}

function areNested(a: AdapterBody, b: AdapterBody): boolean {
  const [first = '', second = ''] = [a, b].map(({ records }) => formatPath(pathOf(records)));
  return first.startsWith(second) || second.startsWith(first);
}

/** What reads like an answer before anything was called is what was asked. */
function asSaid(recordCase: RecordCase): RecordCase {
  const { as, when, fields } = recordCase;
  return as === 'result' && fields.result !== undefined
    ? { when, as: 'turn', role: 'user', fields: { text: fields.result } }
    : recordCase;
}

/** The cases of what opens the runs; none where most runs have no such list, or one that tells something else. */
function openingCases(
  body: AdapterBody,
  opening: AdapterBody,
  documents: readonly RawDocument[],
): ReadonlySet<RecordCase> {
  const used = new Set<RecordCase>();
  let [runs, opened] = [0, 0];
  for (const document of documents) {
    const known = saidIn(body, document);
    for (const run of findPlaces(document.root, pathOf(body.runs.at))) {
      if (first(findPlaces(run.value, pathOf(body.records))) === undefined) continue;
      runs += 1;
      const { told, next } = openingOf(run, opening.records, opening);
      if (!told.some(({ piece }) => isQuestion(piece)) || !isTold(next, known)) continue;
      opened += 1;
      for (const { piece } of told) used.add(piece.from);
    }
  }
  return runs > 0 && opened >= runs * MOST ? used : new Set();
}

function first<T>(list: Iterable<T>): T | undefined {
  for (const item of list) return item;
  return undefined;
}

function isQuestion({ role, text }: Opening['told'][number]['piece']): boolean {
  return role === 'user' && text.trim() !== '';
}

function saidIn(body: AdapterBody, document: RawDocument): string[] {
  const said: string[] = [];
  for (const piece of readPieces(body, document))
    for (const text of [piece?.text ?? '', piece?.thought ?? ''])
      if (text.trim() !== '') said.push(text.trim().slice(0, KNOWN_BY));
  return said;
}

/** Both lists go on with the same words. */
function isTold(next: Opening['next'], known: readonly string[]): boolean {
  if (next === undefined) return true;
  return [next.text, next.thought].some((text) => {
    const start = text.trim().slice(0, KNOWN_BY);
    return (
      start !== '' &&
      known.some((said) => said.startsWith(start) || (said.length >= TELLING && start.startsWith(said)))
    );
  });
}

function joinOpening(body: AdapterBody, opening: AdapterBody): AdapterBody {
  const { fingerprint } = opening;
  const both = (a: readonly string[], b: readonly string[]): string[] =>
    [...new Set([...a, ...b])].slice(0, 200);
  return {
    ...body,
    runs: { ...body.runs, opening: opening.records },
    cases: [...markCases(opening.cases, opening.records), ...body.cases],
    roles: { ...opening.roles, ...body.roles },
    fingerprint: {
      members: both([LIST_MEMBER, ...body.fingerprint.members], fingerprint.members),
      types: both(body.fingerprint.types, fingerprint.types),
    },
  };
}
