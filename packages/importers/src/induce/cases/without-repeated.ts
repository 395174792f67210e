/** Texts beside what is read that only tell it again: the blocks of a message as one text, and the name of a tool in words. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { findCase, select, textOf } from '../adapter/select-value.ts';
import { normaliseName } from '../words/vocabulary.ts';
import type { CasesInside } from './induce-inside.ts';

/** Records with both that must show it, and their share. */
const LEAST = 3;
const MOST = 0.9;

type Fields = RecordCase['fields'];

export function withoutRepeated(
  fields: Fields,
  inside: readonly CasesInside[],
  records: readonly JsonObject[],
): Fields {
  const { text, ...others } = fields;
  if (text === undefined) return fields;
  const both = records.flatMap((record) => {
    // Where one member holds a text or the blocks, there is nothing beside it.
    const said = select(record, text)?.value;
    const told = toldBeside(record, fields, inside);
    return typeof said !== 'string' || told.length === 0 ? [] : [isRepeated(said, told)];
  });
  const isAgain = both.length >= LEAST && both.filter(Boolean).length >= both.length * MOST;
  return isAgain ? others : fields;
}

function toldBeside(record: JsonObject, { tool }: Fields, inside: readonly CasesInside[]): readonly Told[] {
  const name = tool === undefined ? '' : textOf(select(record, tool)?.value);
  return [
    ...(name === '' ? [] : [{ name }]),
    ...inside.flatMap(({ at, cases }) =>
      [...findPlaces(record, pathOf(at))].flatMap(({ value }) => {
        const block = isJsonObject(value) ? findCase(value, cases) : undefined;
        const text = block?.as === 'turn' ? textOf(select(value, block.fields.text)?.value).trim() : '';
        return text === '' ? [] : [{ text }];
      }),
    ),
  ];
}

/** A name that is told, or a text of a block. */
type Told = { readonly name: string } | { readonly text: string };

/** It is the name, or holds what every block says. */
function isRepeated(said: string, told: readonly Told[]): boolean {
  const names = told.flatMap((one) => ('name' in one ? [one.name] : []));
  const texts = told.flatMap((one) => ('text' in one ? [one.text] : []));
  if (names.some((name) => normaliseName(name) === normaliseName(said))) return true;
  return texts.length > 0 && texts.every((text) => said.includes(text));
}
