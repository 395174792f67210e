import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { FieldName, RecordCase } from './adapter.ts';
import type { MemberProfile, RecordProfile } from './profile-members.ts';
import { BLOCK_LISTS, CALL_LISTS, NOT_RECORDS, readLabel, RESULT_LISTS } from './vocabulary.ts';

export interface CasesInside {
  readonly at: string;
  readonly cases: readonly RecordCase[];
}

/** How the cases of a list are induced: see induce-cases.ts. */
export type InduceNested = (records: readonly JsonObject[]) => {
  readonly cases: RecordCase[];
  readonly confidence: ReadonlyMap<FieldName, number>;
};

/** Lists of blocks, calls and results inside the records. */
export function induceInside(
  profile: RecordProfile,
  nesting: number,
  confidence: Map<FieldName, number>,
  induce: InduceNested,
): CasesInside[] {
  const kept: MemberProfile[] = [];
  const byDepth = profile.members.toSorted((a, b) => a.names.length - b.names.length);
  return byDepth.flatMap((member) => {
    // The raw answer of a model, kept beside what was made of it, tells the same twice.
    if (
      kept.some(
        (other) => other.names.length < member.names.length && other.names.at(-1) === member.names.at(-1),
      )
    )
      return [];
    if (member.lists === 0 || member.names.some((name) => NOT_RECORDS.has(name))) return [];
    const name = member.names.at(-1) ?? '';
    const elements = member.samples
      .flatMap((value) => (Array.isArray(value) ? (value as readonly JsonValue[]) : []))
      .filter(isJsonObject);
    if (elements.length === 0) return [];
    const isCalls = CALL_LISTS.has(name) || readLabel(name)?.as === 'call';
    const isResults = RESULT_LISTS.has(name);
    const isBlocks = BLOCK_LISTS.has(name);
    const inner = new Map<FieldName, number>();
    const induced = induce(elements);
    let { cases } = induced;
    for (const [field, score] of induced.confidence) inner.set(field, score);
    if (isCalls) cases = cases.map((recordCase) => asCall(recordCase));
    else if (isResults) cases = cases.map((recordCase) => asResult(recordCase));
    const speaks = cases.some(
      ({ as, fields }) =>
        as === 'call' ||
        as === 'result' ||
        as === 'thought' ||
        fields.tool !== undefined ||
        fields.callText !== undefined,
    );
    const hasText = cases.some(({ fields }) => fields.text !== undefined);
    if (
      !(
        isCalls ||
        isResults ||
        (isBlocks && (speaks || hasText)) ||
        (speaks && nesting === 0 && hasCall(cases))
      )
    )
      return [];
    for (const [field, score] of inner) confidence.set(field, Math.max(confidence.get(field) ?? 0, score));
    kept.push(member);
    return [{ at: `${member.path}[*]`, cases }];
  });
}

function hasCall(cases: readonly RecordCase[]): boolean {
  return cases.some(
    ({ fields }) =>
      fields.tool !== undefined && (fields.arguments !== undefined || fields.result !== undefined),
  );
}

function asCall(recordCase: RecordCase): RecordCase {
  const { as, fields } = recordCase;
  if (as === 'call' || as === 'note') return recordCase;
  if (as === 'result') return recordCase;
  return fields.tool === undefined && fields.callText === undefined
    ? recordCase
    : { ...recordCase, as: 'call' };
}

function asResult(recordCase: RecordCase): RecordCase {
  const { fields } = recordCase;
  if (recordCase.as === 'result') return recordCase;
  const result = fields.result ?? fields.text;
  if (result === undefined) return recordCase;
  const { text: _text, tool, callText: _called, ...others } = fields;
  return {
    ...recordCase,
    as: 'result',
    fields: { ...others, result, ...(tool === undefined ? {} : { resultName: tool }) },
  };
}
