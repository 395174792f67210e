/**
 * Records in which the names of members say who speaks, and the members hold what each says: `{"User": {"content": [...]}}` and
 * `{"Agent": {"content": [...]}}`, or both in one record.
 */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import type { AdapterRole, FieldName, RecordCase } from '../adapter/adapter.ts';
import { formatPath } from '../adapter/path.ts';
import { lengthOf } from '../adapter/select-value.ts';
import { readRole } from '../words/vocabulary.ts';
import type { CasesInside, InduceNested } from './induce-inside.ts';

/** Share of the records that hold somebody's words under his name, and of their texts that stand there. */
const MOST = 0.9;
const TEXTS = 0.5;
const MAX_VOICES = 4;

export interface Voices {
  readonly inside: readonly CasesInside[];
  readonly confidence: ReadonlyMap<FieldName, number>;
}

type InduceSpoken = (records: readonly JsonObject[], role: AdapterRole) => ReturnType<InduceNested>;

/** What each voice says, by the member that is named after it; undefined where user and agent have no members of their own. */
export function induceVoices(records: readonly JsonObject[], induce: InduceSpoken): Voices | undefined {
  const named = [...new Set(records.flatMap((record) => Object.keys(record)))].flatMap((name) => {
    const role = readRole(name);
    // Records may have as many names as members: all of them are looked at for those alone that say who speaks.
    const isVoice =
      role !== undefined &&
      records.every((record) => record[name] === undefined || isJsonObject(record[name]));
    return isVoice ? [{ name, role }] : [];
  });
  const hasBoth = (voices: readonly { readonly role: AdapterRole }[]): boolean =>
    (['user', 'agent'] as const).every((role) => voices.some((voice) => voice.role === role));
  if (named.length > MAX_VOICES || !hasBoth(named)) return undefined;
  const told = records.map((record) => named.map(({ name }) => record[name]).filter(isJsonObject));
  const isWhole =
    told.filter((voices) => voices.length > 0).length >= records.length * MOST &&
    lengthOf(told) >= lengthOf(records) * TEXTS;
  if (!isWhole) return undefined;
  const confidence = new Map<FieldName, number>();
  const voices = named.flatMap(({ name, role }) => {
    const induced = induce(records.map((record) => record[name]).filter(isJsonObject), role);
    if (!induced.cases.some(says)) return [];
    for (const [field, score] of induced.confidence)
      confidence.set(field, Math.max(confidence.get(field) ?? 0, score));
    const cases = induced.cases.map((recordCase) =>
      recordCase.as === 'note' || recordCase.as === 'result' ? recordCase : { ...recordCase, role },
    );
    return [{ role, at: formatPath([{ kind: 'name', name }]), cases }];
  });
  return hasBoth(voices) ? { inside: voices.map(({ at, cases }) => ({ at, cases })), confidence } : undefined;
}

function says({ as, fields, inside = [] }: RecordCase): boolean {
  return (
    (as === 'turn' && fields.text !== undefined) ||
    fields.result !== undefined ||
    fields.tool !== undefined ||
    inside.some(({ cases }) => cases.some(says))
  );
}
