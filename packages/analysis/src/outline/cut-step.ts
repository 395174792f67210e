/** Cuts the long texts of a step to their beginnings, so that a window of steps is small whatever was said. */
import {
  appendPointer,
  isJsonObject,
  type JsonValue,
  type StepJson,
  type TextCutJson,
} from '@tracewright/core';

/** Of a text that is kept whole, UTF-16 units. */
export const WHOLE_TEXT = 20_000;
/** Of a step's arguments that are kept as they are, as JSON text. */
const WHOLE_ARGUMENTS = 60_000;

export interface CutStep {
  readonly step: StepJson;
  /** With the whole text of each. */
  readonly cuts: readonly (TextCutJson & { readonly text: string })[];
}

/** @returns the step itself where nothing is long */
export function cutStep(step: StepJson): CutStep {
  const cuts: (TextCutJson & { readonly text: string })[] = [];
  const cutText = <T extends string | null>(text: T, pointer: string): T | string => {
    if (text === null || text.length <= WHOLE_TEXT) return text;
    cuts.push({ pointer, length: text.length, text });
    return beginningOf(text);
  };
  const { action, observation } = step;
  const thought = cutText(step.thought, '/thought');
  const text = cutText(action.text, '/action/text');
  const given = cutArguments(action.arguments, cutText);
  const result =
    observation === null ? null : { ...observation, text: cutText(observation.text, '/observation/text') };
  // A picture is whole or not there: its text is read when it is to be seen.
  const pictures = step.pictures?.map((picture, index) => {
    if (picture.uri === null || picture.uri.length <= WHOLE_TEXT) return picture;
    cuts.push({ pointer: `/pictures/${index}/uri`, length: picture.uri.length, text: picture.uri });
    return { ...picture, uri: null };
  });
  if (cuts.length === 0) return { step, cuts };
  return {
    step: {
      ...step,
      ...(pictures === undefined ? {} : { pictures }),
      thought,
      action: { ...action, text, arguments: given },
      observation: result,
    },
    cuts,
  };
}

function cutArguments(value: JsonValue, cutText: (text: string, pointer: string) => string): JsonValue {
  const pointer = '/action/arguments';
  if (typeof value === 'string') return cutText(value, pointer);
  if (!isJsonObject(value)) return isLong(value, WHOLE_ARGUMENTS) ? cutText(print(value), pointer) : value;
  // What stands at the top is shown a row each, so it is cut each for itself, unless that is not enough.
  const isLongInAll = isLong(
    Object.values(value).map((inner) => (typeof inner === 'string' ? inner.slice(0, WHOLE_TEXT) : inner)),
    WHOLE_ARGUMENTS,
  );
  if (isLongInAll) return cutText(print(value), pointer);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string' ? cutText(inner, appendPointer(pointer, name)) : inner,
    ]),
  );
}

function print(value: JsonValue): string {
  return JSON.stringify(value, null, 2);
}

/** Whether a value's JSON text is about as long as that; looks no further than it must. Not recursive: values may be deep. */
function isLong(value: JsonValue, limit: number): boolean {
  let length = 0;
  const open: JsonValue[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    length += typeof next === 'string' ? next.length + 2 : 4;
    if (length > limit) return true;
    if (Array.isArray(next)) for (const inner of next as readonly JsonValue[]) open.push(inner);
    else if (isJsonObject(next)) {
      for (const [name, inner] of Object.entries(next)) {
        length += name.length + 3;
        open.push(inner);
      }
    }
    if (open.length > limit) return true;
  }
  return false;
}

/** Never cuts a surrogate pair in two. */
function beginningOf(text: string): string {
  const last = text.charCodeAt(WHOLE_TEXT - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? WHOLE_TEXT - 1 : WHOLE_TEXT);
}
