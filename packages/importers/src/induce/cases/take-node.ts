/**
 * What a node of a graph did, under its name: `{"#name": "search", "inputOverride": {...}, "data": {...}}`. What went in and what came out
 * stand below members that only wrap them.
 */
import type { FieldChoice } from './field-choice.ts';
import { pathOf } from '../adapter/path.ts';
import type { MemberProfile } from './profile-members.ts';

export const NODE_MEMBER = '#name';
export const NODE_PATH: string = `["${NODE_MEMBER}"]`;
const GOES_IN = /^(?:inputs?|params?|parameters|arguments|args|request|query)(?:_|$)/;
const COMES_OUT = /^(?:outputs?|results?|data|response|return(?:ed|s)?|value)(?:_|$)/;
const SCORE = 0.5;

export function goesIn(name: string): boolean {
  return GOES_IN.test(name);
}

/** Whether the record is a node's. */
export function takeNode(choice: FieldChoice): boolean {
  if (!choice.members.some(({ path }) => path === NODE_PATH)) return false;
  choice.select('tool', NODE_PATH, SCORE);
  const take = (field: 'arguments' | 'result', test: RegExp, isWhole: boolean): void => {
    const top = choice.members.find(
      ({ path, names }) => pathOf(path).length === 1 && test.test(names[0] ?? '') && !choice.isTaken(path),
    );
    if (top === undefined) return;
    choice.select(field, unwrap(choice.members, top, isWhole).path, SCORE);
    for (const { path } of choice.members)
      if (path === top.path || path.startsWith(`${top.path}.`)) choice.reserve(path);
  };
  take('arguments', GOES_IN, true);
  take('result', COMES_OUT, false);
  return true;
}

/** Down to what has several members, or is no object; of what went in an object is left. */
function unwrap(members: readonly MemberProfile[], from: MemberProfile, isWhole: boolean): MemberProfile {
  const depth = pathOf(from.path).length + 1;
  const below = members.filter(
    ({ path }) => path.startsWith(`${from.path}.`) && pathOf(path).length === depth,
  );
  const [only] = below;
  if (only === undefined || below.length > 1 || (isWhole && only.objects < only.count)) return from;
  return unwrap(members, only, isWhole);
}
