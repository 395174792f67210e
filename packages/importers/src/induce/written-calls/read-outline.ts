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

/** Undefined unless the lines are those of an outline, with text after a blank line at most, and arguments are given. */
export function readOutline(text: string): TextWithCalls | undefined {
  const calls: TextCall[] = [];
  let args: { readonly name: string; value: string; readonly indent: number }[] | undefined;
  const said: string[] = [];
  let isAfterBlank = false;
  let indent = 0;
  let tool: string | undefined;
  const close = (): void => {
    if (tool !== undefined && args !== undefined)
      calls.push({
        tool,
        arguments: Object.fromEntries(
          args.map(({ name, value }): [string, JsonValue] => [name, readScalar(value)]),
        ),
      });
    tool = undefined;
    args = undefined;
  };
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') isAfterBlank = true;
    if (line.trim() === '' || NOTED.test(line)) continue;
    const isApart = isAfterBlank;
    isAfterBlank = false;
    const given = GIVEN.exec(line);
    if (given !== null && tool !== undefined && args === undefined) {
      args = [];
      indent = given[1]?.length ?? 0;
      continue;
    }
    const member = args === undefined ? null : MEMBER.exec(line);
    if (args !== undefined && member !== null && (member[1]?.length ?? 0) > indent) {
      args.push({ name: member[2] ?? '', value: member[3] ?? '', indent: member[1]?.length ?? 0 });
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
    const isDeeper = last !== undefined && line.length - line.trimStart().length > last.indent;
    // A value of several lines, which may be written as they are; apart from them it goes on only below its name.
    if (last !== undefined && (isDeeper || !isApart)) {
      last.value += `\n${line}`;
      continue;
    }
    if (last !== undefined) close();
    else if (said.length === 0) return undefined;
    said.push(line);
  }
  close();
  return calls.length === 0 ? undefined : { text: said.join('\n'), thought: '', calls };
}
