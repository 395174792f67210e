/** A flag that says that a program wrote what stands in the user's name (`"synthetic": true`): the environment's words. */
import type { RecordCase } from '../adapter/adapter.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { canonicalName } from '../words/vocabulary.ts';
import type { RecordGroup } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';

const FLAG = /^(?:is_)?(?:meta|synthetic|injected|automatic|automated|(?:auto|system|machine)_?generated)$/;

/** Cases of the user's records that are flagged, where others are not. */
export function findFlagged(cases: readonly RecordCase[], groups: readonly RecordGroup[]): RecordCase[] {
  return cases.flatMap((recordCase, index) => {
    const { as, role, when } = recordCase;
    if (as !== 'turn' || role !== 'user') return [];
    const { records = [] } = groups[index] ?? {};
    const flag = profileMembers(records).members.find(({ path, booleans, count }) => {
      if (booleans !== count || !FLAG.test(canonicalName(path))) return false;
      const flagged = records.filter((record) => [...findPlaces(record, pathOf(path))][0]?.value === true);
      return flagged.length > 0 && flagged.length < records.length;
    });
    if (flag === undefined) return [];
    return [{ ...recordCase, when: [...when, { path: flag.path, in: [true] }], role: 'environment' }];
  });
}
