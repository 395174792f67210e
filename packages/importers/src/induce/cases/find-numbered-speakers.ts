/** `{"from": {"role": 1}, "text": ...}` in a kind of records that both speak in: whoever has another number than all calls and results is the user. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import type { RecordGroup } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';

const MAX_CANDIDATES = 12;

/** Cases of the user's words, to be tried before those that they are of. */
export function findNumberedSpeakers(
  cases: readonly RecordCase[],
  groups: readonly RecordGroup[],
): readonly RecordCase[] {
  const recordsOf = (index: number): readonly JsonObject[] => groups[index]?.records ?? [];
  const speaks = cases.some(({ as, role, fields }) => as === 'turn' && (role ?? fields.role) !== undefined);
  const acting = cases.flatMap(({ as }, index) => (as === 'call' || as === 'result' ? recordsOf(index) : []));
  if (speaks || acting.length === 0) return [];
  return cases.flatMap((recordCase, index) => {
    const { as, fields, when } = recordCase;
    const own = recordsOf(index);
    if (as !== 'turn' || fields.text === undefined || fields.tool !== undefined || own.length < 2) return [];
    // How deep a node stands in a tree says nothing of who speaks.
    const numbered = profileMembers(own).members.filter(
      ({ numbers, path }) => numbers === own.length && !path.startsWith('["#'),
    );
    for (const { path } of numbered.slice(0, MAX_CANDIDATES)) {
      const [agent, ...others] = new Set(acting.map((record) => valueAt(record, path)));
      const [asked, ...more] = new Set(
        own.map((record) => valueAt(record, path)).filter((one) => one !== agent),
      );
      if (typeof agent === 'number' && typeof asked === 'number' && others.length + more.length === 0)
        return [{ ...recordCase, when: [...when, { path, in: [asked] }], role: 'user' }];
    }
    return [];
  });
}

function valueAt(record: JsonObject, path: string): JsonValue | undefined {
  return [...findPlaces(record, pathOf(path))][0]?.value;
}
