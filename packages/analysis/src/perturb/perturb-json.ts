import { appendPointer, isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { Random } from '@tracewright/numeric';
import type { Perturbation } from './artefact.ts';
import { corruptValue, makeStale, pick, shuffle } from './perturb-value.ts';

interface Changed {
  readonly value: JsonValue;
  /** What is wrong, with the place as a JSON pointer. */
  readonly description: string;
}

/** Values nested deeper are left as they are. */
const MAX_DEPTH = 50;

export function perturbJson(root: JsonValue, kind: Perturbation, random: Random): Changed | undefined {
  const places = listPlaces(root, '', 0);
  const leaves = places.filter(({ value }) => typeof value !== 'object');
  const change = (
    candidates: readonly Place[],
    make: (value: JsonValue) => JsonValue | undefined,
    what: string,
  ): Changed | undefined => {
    const changes = candidates.flatMap((place) => {
      const other = make(place.value);
      return other === undefined ? [] : [{ place, other }];
    });
    const chosen = pick(changes, random);
    return chosen === undefined
      ? undefined
      : { value: chosen.place.replace(chosen.other), description: `${nameOf(chosen.place)} ${what}` };
  };
  switch (kind) {
    case 'drop': {
      const place = pick(
        places.filter(({ remove }) => remove !== undefined),
        random,
      );
      return place?.remove === undefined
        ? undefined
        : { value: place.remove(), description: `${nameOf(place)} is missing` };
    }
    case 'corrupt':
      return change(leaves, (value) => corruptValue(value, random), 'has a wrong value');
    case 'stale':
      return change(leaves, (value) => makeStale(value, random), 'is out of date');
    case 'contradictory':
      return change(
        places.filter(({ value }) => typeof value === 'object'),
        (value) => contradict(value, random),
        'says two things',
      );
    case 'reordered':
      return change(
        places,
        (value) =>
          Array.isArray(value) && value.length > 1
            ? shuffle(value, random)
            : isJsonObject(value) && Object.keys(value).length > 1
              ? Object.fromEntries(shuffle(Object.entries(value), random))
              : undefined,
        'has its parts in another order',
      );
  }
}

interface Place {
  readonly pointer: string;
  readonly value: JsonValue;
  /** The whole with another value here. */
  readonly replace: (value: JsonValue) => JsonValue;
  /** The whole without this; absent for the whole. */
  readonly remove?: () => JsonValue;
}

function nameOf({ pointer }: Place): string {
  return pointer === '' ? 'the whole' : pointer;
}

/** Every value inside a value, itself first. */
function listPlaces(
  value: JsonValue,
  pointer: string,
  depth: number,
  replace: Place['replace'] = (other) => other,
  remove?: Place['remove'],
): Place[] {
  const own: Place = { pointer, value, replace, ...(remove === undefined ? {} : { remove }) };
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [own];
  if (!isJsonObject(value)) {
    const inner = value.flatMap((item, index) =>
      listPlaces(
        item,
        appendPointer(pointer, index),
        depth + 1,
        (other) => replace(value.with(index, other)),
        () => replace(value.toSpliced(index, 1)),
      ),
    );
    return [own, ...inner];
  }
  const inner = Object.entries(value).flatMap(([name, member]) =>
    listPlaces(
      member,
      appendPointer(pointer, name),
      depth + 1,
      (other) => replace({ ...value, [name]: other }),
      () => replace(without(value, name)),
    ),
  );
  return [own, ...inner];
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([own]) => own !== name));
}

/** A list holds one of its items twice, with another value; an object a member under a second name. */
function contradict(value: JsonValue, random: Random): JsonValue | undefined {
  if (Array.isArray(value)) {
    const item = pick(value, random);
    const other = item === undefined ? undefined : perturbLeaf(item, random);
    return other === undefined ? undefined : [...value, other];
  }
  if (!isJsonObject(value)) return undefined;
  const [name, member] = pick(Object.entries(value), random) ?? [];
  const other = member === undefined ? undefined : perturbLeaf(member, random);
  return name === undefined || other === undefined ? undefined : { ...value, [`${name}_confirmed`]: other };
}

function perturbLeaf(value: JsonValue, random: Random): JsonValue | undefined {
  return typeof value === 'object' && value !== null
    ? perturbJson(value, 'corrupt', random)?.value
    : corruptValue(value, random);
}
