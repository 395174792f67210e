/** What a log prints once before all else, a label and a value a line: settings, which nobody says and no tool brought. */
import type { JsonObject } from '@tracewright/core';
import type { LabelMeaning } from '../words/vocabulary.ts';
import type { RecordGroup } from './partition-records.ts';

/** Fewer lines at the top of a log are its first words. */
const FEWEST = 3;
const NOTE: LabelMeaning = { as: 'note', confidence: 0.5 };
/** "chrome", "workspace-write [workdir, /tmp]": no sentence. */
const VALUE = /^\S{1,60}(?: \S{1,60}){0,3}$/;

/** A log begins with the label of the first record, and its settings end at the first label that comes back in it. */
export function inferSettings(
  groups: readonly RecordGroup[],
  records: readonly JsonObject[],
): readonly RecordGroup[] {
  const groupOf = new Map(groups.flatMap((group) => group.records.map((record) => [record, group] as const)));
  const labelled = records.filter(({ label }) => typeof label === 'string');
  const opening = labelled[0] === undefined ? undefined : groupOf.get(labelled[0]);
  if (opening === undefined) return groups;
  const begins = new Set(opening.records);
  const early = new Set<JsonObject>();
  let top: JsonObject[] | undefined;
  for (const record of labelled) {
    if (begins.has(record)) top = [];
    if ((groupOf.get(record)?.records.length ?? 0) <= begins.size) top?.push(record);
    else {
      for (const one of top ?? []) early.add(one);
      top = undefined;
    }
  }
  const hasUser = groups.some(({ meaning }) => meaning?.as === 'turn' && meaning.role === 'user');
  const settings = new Set(
    groups.filter((group) => isSetting(group, hasUser) && group.records.every((record) => early.has(record))),
  );
  if (settings.size < FEWEST || !settings.has(opening)) return groups;
  return groups.map((group) => (settings.has(group) ? { ...group, meaning: NOTE } : group));
}

function isSetting({ meaning, records }: RecordGroup, hasUser: boolean): boolean {
  if (meaning?.as === 'note') return true;
  if (meaning?.role === 'user' || meaning?.role === 'system' || meaning?.as === 'call') return false;
  return records.every(
    ({ head, body }) =>
      typeof head === 'string' &&
      body === '' &&
      ((meaning === undefined && hasUser && head !== '') || VALUE.test(head)),
  );
}
