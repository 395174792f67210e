/**
 * Two lists of one document that tell a run together: what was said in one, what was done in the other, both with times. Either of them
 * alone reads less.
 */
import type { AdapterBody, RecordCase } from '../adapter/adapter.ts';
import { choosePairing } from './induce-body.ts';
import { findPlaces, formatPath, pathOf, type PathStep } from '../adapter/path.ts';
import type { RawDocument } from '../containers/raw-document.ts';
import { LIST_MEMBER } from '../interpreter/records-of.ts';
import { readPieces } from '../interpreter/run-adapter.ts';
import { asRecord, findCase, isEmpty, select } from '../adapter/select-value.ts';

/** Share of the records of either that have a time. */
const TIMED = 0.9;
/** Records looked at. */
const LOOKED_AT = 400;

/** The bodies that read a list of words and a list of calls together. */
export function joinLists(bodies: readonly AdapterBody[], documents: readonly RawDocument[]): AdapterBody[] {
  const told = bodies
    .filter(
      ({ runs }) => runs.growing === undefined && runs.spans === undefined && runs.groupBy === undefined,
    )
    .filter((body) => isTimed(body, documents))
    .map((body) => ({ body, ...tellOf(body, documents) }));
  return told
    .filter(({ users, calls }) => users > 0 && calls === 0)
    .flatMap(({ body }) =>
      told
        .filter((other) => other.calls > 0 && other.users === 0)
        .flatMap((other) => join(body, other.body) ?? []),
    );
}

function tellOf(body: AdapterBody, documents: readonly RawDocument[]): { users: number; calls: number } {
  let [users, calls, count] = [0, 0, 0];
  for (const document of documents)
    for (const piece of readPieces(body, document)) {
      if ((count += 1) > LOOKED_AT) return { users, calls };
      if (piece?.role === 'user' && piece.text !== '') users += 1;
      calls += piece?.calls.length ?? 0;
    }
  return { users, calls };
}

function isTimed(body: AdapterBody, documents: readonly RawDocument[]): boolean {
  let [timed, all] = [0, 0];
  for (const { root } of documents)
    for (const { value } of findPlaces(root, fullPath(body))) {
      const record = asRecord(value);
      const fields = record === undefined ? undefined : findCase(record, body.cases)?.fields;
      all += 1;
      if (record !== undefined && !isEmpty(select(record, fields?.time)?.value)) timed += 1;
      if (all >= LOOKED_AT) return timed >= all * TIMED;
    }
  return all > 0 && timed >= all * TIMED;
}

function fullPath({ runs, records }: AdapterBody): readonly PathStep[] {
  return [...pathOf(runs.at), ...pathOf(records)];
}

/** From the wider of both runs; undefined where one list stands in the other, or they are of different runs. */
function join(said: AdapterBody, done: AdapterBody): AdapterBody | undefined {
  const wider = pathOf(said.runs.at).length <= pathOf(done.runs.at).length ? said : done;
  const at = pathOf(wider.runs.at);
  const [first, second] = [fullPath(said), fullPath(done)];
  if (!startsWith(first, at) || !startsWith(second, at)) return undefined;
  if (startsWith(first, second) || startsWith(second, first)) return undefined;
  if (said.timeUnit !== done.timeUnit && !sameWords(said, done)) return undefined;
  const records = formatPath(first.slice(at.length));
  const beside = formatPath(second.slice(at.length));
  const cases = [...markCases(said.cases, records), ...markCases(done.cases, beside)];
  return {
    ...said,
    runs: {
      ...wider.runs,
      facts: { ...done.runs.facts, ...said.runs.facts, ...wider.runs.facts },
      beside: [beside],
    },
    records,
    cases,
    roles: { ...done.roles, ...said.roles },
    pairing: choosePairing(cases),
    fingerprint: {
      members: [...new Set([LIST_MEMBER, ...said.fingerprint.members, ...done.fingerprint.members])].slice(
        0,
        200,
      ),
      types: [...new Set([...said.fingerprint.types, ...done.fingerprint.types])].slice(0, 200),
    },
    fields: [
      ...said.fields,
      ...done.fields.filter(({ field }) => said.fields.every((other) => other.field !== field)),
    ],
  };
}

/** Times that are texts have no unit. */
function sameWords(a: AdapterBody, b: AdapterBody): boolean {
  return a.timeUnit === 's' || b.timeUnit === 's';
}

/** The cases, of the records of one list alone. */
export function markCases(cases: readonly RecordCase[], list: string): RecordCase[] {
  return cases.map((recordCase) => ({
    ...recordCase,
    when: [{ path: `["${LIST_MEMBER}"]`, in: [list] }, ...recordCase.when],
  }));
}

function startsWith(path: readonly PathStep[], start: readonly PathStep[]): boolean {
  return formatPath(path.slice(0, start.length)) === formatPath(start);
}
