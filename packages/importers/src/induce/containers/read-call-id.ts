/** A text that the id of the call that it answers stands above, as APIs give them: `🔧 call_7f3a91` over what came back. */
import { unfence } from '../written-calls/call-syntax.ts';

const LINE =
  /^(?:[^\p{L}\p{N}\s]{1,4} ?)?((?:call|toolu|tool|fc)_(?=[a-z\d_-]{0,60}\d)[\w-]{4,64})[ \t]{0,4}(?:\n|$)/iu;

export function readCallId(text: string): { readonly callId?: string; readonly text: string } {
  const inside = unfence(text);
  const [line = '', callId] = LINE.exec(inside.slice(0, 100)) ?? [];
  return callId === undefined ? { text } : { callId, text: inside.slice(line.length) };
}
