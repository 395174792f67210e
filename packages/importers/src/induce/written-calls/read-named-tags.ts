/** Calls as tags that are named as the tool, with a tag for each parameter: `<read_file><path>a.ts</path></read_file>`. */
import type { JsonValue } from '@tracewright/core';
import { readScalar } from './read-scalar.ts';
import { splitThought, type TextCall, type TextWithCalls } from './text-call.ts';

const OPENING = /<([a-z][\w-]{1,60})>/gi;
/** What is thought, or only marks a passage. */
const NO_TOOL =
  /^(?:think|thinking|thought|reasoning|scratchpad|analysis|result|output|observation|task|answer|p|ul|ol|li|div|table|details|html|body)$/i;
/** Tags that hold no call, after which a text is no longer looked through. */
const MAX_UNREAD = 200;

export function readNamedTags(text: string): TextWithCalls | undefined {
  const calls: TextCall[] = [];
  const outside: string[] = [];
  let from = 0;
  let unread = 0;
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match !== null; match = OPENING.exec(text)) {
    const [all, tool = ''] = match;
    const start = match.index + all.length;
    const end = NO_TOOL.test(tool) ? -1 : text.indexOf(`</${tool}>`, start);
    const given = end === -1 ? undefined : readParameters(text.slice(start, end));
    if (given === undefined) {
      if ((unread += 1) > MAX_UNREAD) break;
      // What a passage holds is no call of its own.
      const close = text.indexOf(`</${tool}>`, start);
      if (close !== -1) OPENING.lastIndex = close;
      continue;
    }
    calls.push({ tool, arguments: given });
    outside.push(text.slice(from, match.index));
    from = end + tool.length + 3;
    OPENING.lastIndex = from;
  }
  if (calls.length === 0) return undefined;
  outside.push(text.slice(from));
  return { ...splitThought(outside.join('')), calls };
}

/** Tags and nothing between them. */
function readParameters(text: string): JsonValue | undefined {
  const members: [string, JsonValue][] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    const match = /^\s{0,200}<([A-Za-z_][\w-]{0,60})>/.exec(text.slice(at));
    if (match?.[1] === undefined) return undefined;
    const start = at + match[0].length;
    const end = text.indexOf(`</${match[1]}>`, start);
    if (end === -1) return undefined;
    members.push([match[1], readScalar(text.slice(start, end).replace(/^\n/, '').replace(/\n$/, ''))]);
    at = end + match[1].length + 3;
  }
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
