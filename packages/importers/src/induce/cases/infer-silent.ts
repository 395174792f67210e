/**
 * Kinds that say nothing: "request_started" with a time behind the call itself, "snapshot_saved" with the id of the snapshot. Whatever their
 * name reads like, they are no call and nobody's words.
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { pathOf } from '../adapter/path.ts';
import { isEmpty } from '../adapter/select-value.ts';
import type { LabelMeaning } from '../words/vocabulary.ts';
import type { RecordGroup } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';

const NOTE: LabelMeaning = { as: 'note', confidence: 0.5 };
/** Fewer records may be silent by chance. */
const FEWEST = 2;
/** A hash, or an id as machines give them. */
const ID = /^(?:[0-9a-f]{16,128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

export function inferSilent(groups: readonly RecordGroup[]): readonly RecordGroup[] {
  const isCall = ({ meaning }: RecordGroup): boolean => meaning?.as === 'call';
  const isTurn = ({ meaning }: RecordGroup): boolean =>
    meaning?.as === 'turn' && (meaning.role === undefined || meaning.role === 'agent');
  const called = groups.some((group) => isCall(group) && !isSilent(group, false));
  return groups.map((group) =>
    (isCall(group) && called && isSilent(group, false)) || (isTurn(group) && isSilent(group, true))
      ? { ...group, meaning: NOTE }
      : group,
  );
}

/** Nothing stands in its records but their kind, times, flags and, where they are nobody's call, ids. */
function isSilent({ when, records }: RecordGroup, leavesIds: boolean): boolean {
  if (records.length < FEWEST || when.length === 0) return false;
  const left = new Set([
    ...when.flatMap(({ path, in: values }) => (values === undefined ? [] : [path])),
    ...rankField(profileMembers(records), 'time').map(({ member }) => member.path),
  ]);
  const names = new Set([...left].flatMap((path) => nameOf(path)));
  return records.every((record) =>
    Object.entries(record).every(([name, value]) => names.has(name) || isBare(value, leavesIds)),
  );
}

/** Members of the record itself; what stands deeper has others beside it. */
function nameOf(path: string): string[] {
  const [step, ...deeper] = pathOf(path);
  return step?.kind === 'name' && deeper.length === 0 ? [step.name] : [];
}

function isBare(value: JsonValue, leavesIds: boolean): boolean {
  if (isEmpty(value) || typeof value === 'boolean') return true;
  if (typeof value === 'string') return leavesIds && ID.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value as JsonObject).every((inner) => isBare(inner, leavesIds));
}
