/** How a file is written, as the places of its members and the kinds of its records: files that share most of it are alike. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { Content } from '../reading/content.ts';
import { canonicalName } from './words/vocabulary.ts';

const MAX_DEPTH = 7;
/** Elements of a list that are looked at, and members of an object: more are names of data. */
const MAX_ELEMENTS = 60;
const MAX_MEMBERS = 60;
/** Members that say what a record is; not who wrote it or which tool it is of. */
const KIND_NAMES = /^(?:(?:\w+_)?(?:type|kind|event)|role|op)$/;
const KIND = /^[\p{L}_][\p{L}\p{N}_.:/-]{0,40}$/u;
/** Files that share this much of what they have are of one kind. */
const ALIKE = 0.6;

export type Structure = ReadonlySet<string>;

export function structureOf(content: Content): Structure {
  const found = new Set<string>();
  const visit = (value: JsonValue, path: string, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) {
      found.add(`${path}[]`);
      for (const inner of spread(value as readonly JsonValue[])) visit(inner, `${path}[]`, depth + 1);
    } else if (isJsonObject(value)) {
      const members = Object.entries(value);
      if (members.length > MAX_MEMBERS) return;
      for (const [name, inner] of members) {
        const at = `${path}.${name.replaceAll(/\d+/g, '#')}`;
        found.add(at);
        if (typeof inner === 'string' && KIND_NAMES.test(canonicalName(name)) && KIND.test(inner))
          found.add(`${at}=${inner}`);
        visit(inner, at, depth + 1);
      }
    }
  };
  if (content.kind === 'json') visit(content.value, '', 0);
  else if (content.kind === 'jsonl') visit([...content.records], 'lines', 0);
  else found.add(content.kind);
  return found;
}

function spread(list: readonly JsonValue[]): readonly JsonValue[] {
  if (list.length <= MAX_ELEMENTS) return list;
  return Array.from(
    { length: MAX_ELEMENTS },
    (_, index) => list[Math.floor((index * list.length) / MAX_ELEMENTS)] ?? null,
  );
}

/** Those that are written alike together: each is like another of its group. In the order of their first. */
export function groupByStructure<T>(items: readonly T[], structureOfItem: (item: T) => Structure): T[][] {
  const groups: { readonly structures: Structure[]; readonly places: number[] }[] = [];
  for (const [place, item] of items.entries()) {
    const structure = structureOfItem(item);
    const [first, ...others] = groups.filter(({ structures }) =>
      structures.some((other) => similarity(structure, other) >= ALIKE),
    );
    if (first === undefined) {
      groups.push({ structures: [structure], places: [place] });
      continue;
    }
    // What is written exactly so is known already.
    if (!first.structures.some((other) => similarity(structure, other) === 1))
      first.structures.push(structure);
    first.places.push(place);
    for (const other of others) {
      first.structures.push(...other.structures);
      first.places.push(...other.places);
      groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups
    .map(({ places }) => places.toSorted((a, b) => a - b))
    .toSorted(([a = 0], [b = 0]) => a - b)
    .map((places) => places.flatMap((place) => items.slice(place, place + 1)));
}

/** Share of what either has that both have. */
function similarity(a: Structure, b: Structure): number {
  let both = 0;
  for (const member of a) if (b.has(member)) both += 1;
  return both === 0 ? Number(a.size === b.size) : both / (a.size + b.size - both);
}
