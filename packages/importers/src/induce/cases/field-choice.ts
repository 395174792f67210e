import type { JsonObject } from '@tracewright/core';
import type { FieldName, Selector } from '../adapter/adapter.ts';
import { type CallShape, findCallShape } from './call-shape.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { isEmpty } from '../adapter/select-value.ts';
import type { MemberProfile, RecordProfile } from './profile-members.ts';
import { type Candidate, rankField } from './rank-fields.ts';
import { FIELD_WORDS, WRAPPERS } from '../words/vocabulary.ts';

/** A candidate below this is a guess that the values do not support. */
const ENOUGH = 0.3;

const VERDICTS = ['success', 'status', 'exitCode', 'error'] as const;

/** Share of the records with the best that also have the other; of fewer records it says nothing. */
const BESIDE = 0.7;
const FEW = 3;
/** Share of the records with a member that must have the field, too. */
const MOST = 0.9;

/** Hands out members to fields, each once. */
export class FieldChoice {
  readonly fields: Partial<Record<FieldName, Selector[]>> = {};
  readonly #taken = new Set<string>();
  readonly #profile: RecordProfile;
  readonly sample: readonly JsonObject[];
  #shape: { readonly found: CallShape | undefined } | undefined;
  readonly #confidence: Map<FieldName, number>;

  constructor(profile: RecordProfile, sample: readonly JsonObject[], confidence: Map<FieldName, number>) {
    this.#profile = profile;
    this.sample = sample;
    this.#confidence = confidence;
  }

  get members(): readonly MemberProfile[] {
    return this.#profile.members;
  }

  get records(): number {
    return this.#profile.records;
  }

  /** A call by its shape, where no name says one. */
  get shape(): CallShape | undefined {
    return (this.#shape ??= { found: findCallShape(this.#profile, this.sample) }).found;
  }

  rank(field: FieldName, test: (candidate: Candidate) => boolean = () => true): Candidate[] {
    const found = rankField(this.#profile, field).filter(
      (candidate) => !this.#taken.has(candidate.member.path) && candidate.score >= ENOUGH && test(candidate),
    );
    if (field !== 'result' && field !== 'arguments') return found;
    // Of an object and a text in it the text is what came back; of a payload and a request in it the request was given.
    const isWrap = ({ member }: Candidate): boolean => {
      if (field === 'arguments' && !WRAPPERS.has(member.names.at(-1) ?? '')) return false;
      const inside = found.filter((other) => other.member.path.startsWith(`${member.path}.`));
      const told = inside
        .filter(({ score }) => score >= (field === 'result' ? 0.5 : 0.35))
        .reduce((sum, other) => sum + other.member.count, 0);
      return (
        member.objects >= member.count * 0.9 &&
        (told >= member.count * 0.9 || (field === 'result' && this.#onlyCarries(member, inside)))
      );
    };
    return found.filter((candidate) => !isWrap(candidate));
  }

  /** Whether all that stands in an object beside what came back says how it went. */
  #onlyCarries({ path }: MemberProfile, inside: readonly Candidate[]): boolean {
    const verdicts = new Set(
      VERDICTS.flatMap((field) => rankField(this.#profile, field).map(({ member }) => member.path)),
    );
    return (
      inside.length > 0 &&
      this.members.every(
        (other) =>
          !other.path.startsWith(`${path}.`) ||
          verdicts.has(other.path) ||
          inside.some(({ member }) => member.path === other.path || other.path.startsWith(`${member.path}.`)),
      )
    );
  }

  /** Takes the best candidates; `most` of them, as records may write a field in several ways. */
  take(field: FieldName, candidates: readonly Candidate[], most: number = 1): boolean {
    const [best] = candidates;
    if (best === undefined) return false;
    // What wraps the best is no other way to write it, unless it often holds something else.
    const wraps = ({ member }: Candidate): boolean => best.member.path.startsWith(`${member.path}.`);
    const told = candidates.length > 1 ? this.#having(best.member, this.sample) : [];
    const chosen = candidates
      .filter((candidate) => !wraps(candidate) || best.member.count < candidate.member.count * 0.9)
      .toSorted((a, b) => Number(wraps(a)) - Number(wraps(b)))
      .filter((one) => one === best || wraps(one) || !this.#isBeside(one.member, told))
      .slice(0, most);
    this.fields[field] = [...(this.fields[field] ?? []), ...chosen.map(({ member }) => member.path)];
    for (const { member } of chosen) {
      this.#taken.add(member.path);
      // What a tool was given is said by nobody; only a thought may stand among it.
      if (field !== 'arguments') continue;
      for (const { path, names } of this.#profile.members)
        if (path.startsWith(`${member.path}.`) && !FIELD_WORDS.thought.includes(names.at(-1) ?? ''))
          this.#taken.add(path);
    }
    this.#confidence.set(field, Math.max(this.#confidence.get(field) ?? 0, best.score));
    return true;
  }

  /** What stands in most records that tell the best says something else, and not the same in another way. */
  #isBeside(other: MemberProfile, told: readonly JsonObject[]): boolean {
    return told.length >= FEW && this.#having(other, told).length >= told.length * BESIDE;
  }

  #having({ path }: Pick<MemberProfile, 'path'>, records: readonly JsonObject[]): readonly JsonObject[] {
    const at = pathOf(path);
    return records.filter((record) => [...findPlaces(record, at)].some(({ value }) => !isEmpty(value)));
  }

  /** Whether it stands only in records without the field, which most records have: a head of the log says it, and nobody in it. */
  isApartFrom(field: FieldName, { path }: MemberProfile, most: number = BESIDE): boolean {
    const [taken] = this.fields[field] ?? [];
    const member = this.members.find((one) => one.path === taken);
    if (member === undefined || member.count < this.records * most) return false;
    return this.#having(member, this.#having({ path }, this.sample)).length === 0;
  }

  /** Whether it stands behind the field, in records that have it. */
  isBehind(field: FieldName, { path }: MemberProfile): boolean {
    const [taken] = this.fields[field] ?? [];
    const places = this.members.map((member) => member.path);
    const member = this.members.find((one) => one.path === taken);
    if (member === undefined || places.indexOf(path) < places.indexOf(member.path)) return false;
    const told = this.#having({ path }, this.sample);
    return this.#having(member, told).length >= told.length * MOST;
  }

  /** Whether it never stands without the field. */
  isOnlyWith(field: FieldName, { path, count }: MemberProfile): boolean {
    const [taken] = this.fields[field] ?? [];
    if (typeof taken !== 'string') return false;
    return this.#having({ path: taken }, this.#having({ path }, this.sample)).length === count;
  }

  select(field: FieldName, selector: Selector, score: number): void {
    this.fields[field] = [selector];
    this.#confidence.set(field, Math.max(this.#confidence.get(field) ?? 0, score));
  }

  has(field: FieldName): boolean {
    return this.fields[field] !== undefined;
  }

  isTaken(path: string): boolean {
    return this.#taken.has(path);
  }

  reserve(path: string): void {
    this.#taken.add(path);
  }
}
