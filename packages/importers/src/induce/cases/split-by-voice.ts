/**
 * Records of no kind in which the name of a member says who speaks, each alone: `{"task": "..."}` and `{"answer": "..."}` among steps that
 * think and call.
 */
import type { AdapterRole } from '../adapter/adapter.ts';
import { looksLikeText } from './call-shape.ts';
import { ASKS } from './find-voices.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import type { RecordGroup } from './partition-records.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';
import { isEmpty } from '../adapter/select-value.ts';
import { readLabel } from '../words/vocabulary.ts';

/** A member that more of the records have is a field of each, no voice. */
const MOST = 0.6;
/** What a record that only says something has none of. */
const ACTS = ['tool', 'arguments', 'callText', 'thought', 'role'] as const;
const SURE = 0.5;

/** The group itself where nothing in it is such a voice. */
export function splitByVoice(group: RecordGroup): readonly RecordGroup[] {
  const { meaning, records, when } = group;
  if (meaning !== undefined || records.length < 2) return [group];
  const voices = profileMembers(records).members.flatMap((member): RecordGroup[] => {
    const [name = '', ...deeper] = member.names;
    const role = deeper.length > 0 ? undefined : roleOf(name);
    if (role === undefined || member.count > records.length * MOST || !looksLikeText(member)) return [];
    const spoken = records.filter((record) =>
      [...findPlaces(record, pathOf(member.path))].some(({ value }) => !isEmpty(value)),
    );
    const profile = profileMembers(spoken);
    const isAlone =
      profile.members.every(({ path, lists }) => path === member.path || lists === 0) &&
      ACTS.every((field) =>
        rankField(profile, field).every(
          ({ member: { path }, score }) => path === member.path || score < SURE,
        ),
      );
    return isAlone
      ? [
          {
            when: [...when, { path: member.path }],
            records: spoken,
            meaning: { as: 'turn', role, confidence: 0.8 },
            label: '',
          },
        ]
      : [];
  });
  const told = voices.flatMap(({ records: spoken }) => spoken);
  // A question and its answer in one record are an exchange.
  if (voices.length === 0 || new Set(told).size < told.length) return [group];
  const rest = records.filter((record) => !told.includes(record));
  return rest.length === 0 ? voices : [...voices, { ...group, records: rest }];
}

function roleOf(name: string): AdapterRole | undefined {
  if (ASKS.test(name)) return 'user';
  const meaning = readLabel(name);
  return meaning?.as === 'turn' && (meaning.role === 'user' || meaning.role === 'agent')
    ? meaning.role
    : undefined;
}
