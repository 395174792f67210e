/** Calls on lines of their own that carry their ids: `@search(call_7f3a91): {"q": 1}`, `🔧 search (call_7f3a91) {`, below what is said. */
import { isJsonObject } from '@tracewright/core';
import { endOfObject } from './read-given-object.ts';
import { parseJson, parsePython } from './read-scalar.ts';
import { splitThought, type TextCall, type TextWithCalls } from './text-call.ts';

const HEAD = /^(?:[^\p{L}\p{N}\s]{1,4} ?)?([\p{L}_][\w.:/-]{0,79}) ?\(([\w-]{6,80})\):?[ \t]{0,4}(?=\{)/gmu;
/** Heads that no object follows, after which a text is no longer looked through. */
const MAX_UNREAD = 20;

/** Undefined where there is none, or two have one id. Linear in the text. */
export function readIdentified(text: string): TextWithCalls | undefined {
  const calls: TextCall[] = [];
  const ids = new Set<string>();
  const outside: string[] = [];
  let from = 0;
  let unread = 0;
  HEAD.lastIndex = 0;
  for (let match = HEAD.exec(text); match !== null; match = HEAD.exec(text)) {
    const [head, tool = '', callId = ''] = match;
    const start = match.index + head.length;
    const end = endOfObject(text, start);
    const written = text.slice(start, end);
    const given = end === undefined ? undefined : (parseJson(written) ?? parsePython(written));
    if (end === undefined || given === undefined || !isJsonObject(given)) {
      if ((unread += 1) > MAX_UNREAD) break;
      continue;
    }
    calls.push({ tool, arguments: given, callId });
    ids.add(callId);
    outside.push(text.slice(from, match.index));
    from = end;
    HEAD.lastIndex = end;
  }
  if (calls.length === 0 || ids.size < calls.length) return undefined;
  outside.push(text.slice(from));
  return { ...splitThought(outside.join('').trim()), calls };
}
