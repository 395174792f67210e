/**
 * Calls that a text tells as an outline: the tool (and the id of the call) on a line, what it was given below, a line each.
 *
 *     search (call_1)
 *      Call ID: call_1
 *       Args:
 *         query: red kettle
 */
import type { JsonValue } from '@tracewright/core';
import { readScalar } from './read-scalar.ts';
import type { TextCall, TextWithCalls } from './text-call.ts';

const HEAD = /^ {0,8}(?:[-*•] )?([\p{L}_][\w.:/-]{0,79})(?: \([\w-]{1,80}\))?:?$/u;
const GIVEN = /^( {1,12})(?:args|arguments|input|inputs|parameters|params):$/i;
const NOTED = /^ {1,12}(?:call |tool )?id: ?[\w-]{1,80}$/i;
const MEMBER = /^( {2,24})([\p{L}_][\w.-]{0,79}): ?(.*)$/u;

/** Undefined unless every line is one of an outline, and arguments are given. */
export function readOutline(text: string): TextWithCalls | undefined {
  const calls: TextCall[] = [];
  let args: [string, string][] | undefined;
  let indent = 0;
  let tool: string | undefined;
  const close = (): void => {
    if (tool !== undefined && args !== undefined)
      calls.push({
        tool,
        arguments: Object.fromEntries(
          args.map(([name, value]): [string, JsonValue] => [name, readScalar(value)]),
        ),
      });
    tool = undefined;
    args = undefined;
  };
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || NOTED.test(line)) continue;
    const given = GIVEN.exec(line);
    if (given !== null && tool !== undefined && args === undefined) {
      args = [];
      indent = given[1]?.length ?? 0;
      continue;
    }
    const member = args === undefined ? null : MEMBER.exec(line);
    if (args !== undefined && member !== null && (member[1]?.length ?? 0) > indent) {
      args.push([member[2] ?? '', member[3] ?? '']);
      continue;
    }
    const head = HEAD.exec(line);
    const next = lines[index + 1] ?? '';
    if (head?.[1] !== undefined && (NOTED.test(next) || GIVEN.test(next))) {
      close();
      tool = head[1];
      continue;
    }
    const last = args?.at(-1);
    // A value of several lines.
    if (last === undefined) return undefined;
    last[1] = `${last[1]}\n${line}`;
  }
  close();
  return calls.length === 0 ? undefined : { text: '', thought: '', calls };
}
