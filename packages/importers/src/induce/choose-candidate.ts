/** Which of the readings of a sample is kept: the best, unless another reads all that it reads and more. */
import type { AdapterBody } from './adapter/adapter.ts';
import type { AdapterMeasure } from './measure-adapter.ts';

export interface Candidate {
  readonly body: AdapterBody;
  readonly measure: AdapterMeasure;
}

/** @param candidates the best first */
export function chooseCandidate<T extends Candidate>(candidates: readonly T[]): T | undefined {
  const [first] = candidates;
  if (first === undefined) return undefined;
  return (
    candidates.find((other) => holds(other, first)) ??
    candidates.find((other) => readsMore(other, first)) ??
    candidates.find((other) => areRunsOf(first, other)) ??
    first
  );
}

/** Turns of turns: what holds the list and reads as many calls of it, and more besides. */
function holds({ body, measure }: Candidate, inner: Candidate): boolean {
  const pathOfRecords = ({ runs, records }: AdapterBody): string =>
    `${runs.at}.${records}`.replaceAll(/^[.]|[.]$/g, '').replaceAll('.[', '[');
  return (
    areOfOneTree(body, inner.body) &&
    pathOfRecords(inner.body).startsWith(`${pathOfRecords(body)}.`) &&
    measure.calls >= inner.measure.calls &&
    measure.calls > 0 &&
    !namesRoles(inner.body) &&
    measure.pairing >= inner.measure.pairing * 0.95 &&
    (measure.textShare > inner.measure.textShare * 1.1 ||
      (measure.textShare > inner.measure.textShare * 0.9 && namesRoles(body)))
  );
}

/**
 * Reads all that the other reads of the same values, its calls and their results too, and what is said beside it: a tree from its root. Of
 * two ways to take a text apart the one that calls more of it speech says no more.
 */
function readsMore({ body, measure }: Candidate, other: Candidate): boolean {
  return (
    areOfOneTree(body, other.body) &&
    body.text === other.body.text &&
    body.transcripts === other.body.transcripts &&
    measure.said > other.measure.said &&
    measure.calls >= other.measure.calls &&
    measure.results >= other.measure.results &&
    measure.pairing >= other.measure.pairing &&
    measure.score >= other.measure.score &&
    [...other.measure.saying].every((place) => measure.saying.has(place))
  );
}

/** What was taken for turns holds a conversation each: the other takes it for runs, tells as many calls and hangs together better. */
function areRunsOf({ body, measure }: Candidate, other: Candidate): boolean {
  return (
    areOfOneTree(body, other.body) &&
    body.runs.at === '' &&
    other.body.runs.at === body.records &&
    other.body.runs.growing === undefined &&
    namesRoles(other.body) &&
    other.measure.calls >= measure.calls &&
    other.measure.pairing > measure.pairing &&
    other.measure.score > measure.score
  );
}

function namesRoles({ cases }: AdapterBody): boolean {
  return cases.some(({ fields, role }) => fields.role !== undefined || role === 'user');
}

/** Whether a path leads to the same in both. */
function areOfOneTree(one: AdapterBody, other: AdapterBody): boolean {
  return one.container === other.container && one.tags === other.tags;
}
