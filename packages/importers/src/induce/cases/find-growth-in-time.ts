/** A conversation written again and again by records that stand in no order, as spans do: by their times it grows. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import { formatPath } from '../adapter/path.ts';
import { findGrowth, type Growth, type Rules, runsOf } from '../interpreter/growing-runs.ts';
import { MAX_RECORDS, type Split } from './find-collections.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';

/** Members of a record that may say when it began. */
const TRIED = 2;

export function findGrowthInTime(
  roots: readonly JsonValue[],
  { at, records }: Split,
  rules: Rules,
): Growth | undefined {
  const inOrder = (growing: Growth): JsonValue[] =>
    roots
      .flatMap((root) => [
        ...runsOf(root, {
          ...rules,
          runs: { at: formatPath(at), growing, facts: {} },
          records: formatPath(records),
        }),
      ])
      .map(({ value }) => value)
      .slice(0, MAX_RECORDS);
  const runs = inOrder({}).filter(isJsonObject);
  for (const { member } of rankField(profileMembers(runs), 'time').slice(0, TRIED)) {
    const growth = findGrowth(inOrder({ byTime: member.path }), formatPath(records), rules);
    if (growth !== undefined && growth.newestFirst !== true) return { byTime: member.path, ...growth };
  }
  return undefined;
}
