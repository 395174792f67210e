/**
 * A list of messages as JSON text under a limit. A history that is too long loses its oldest messages first: the newest
 * are what the model answered to, and the system message is what it was told to be.
 */
import { type JsonLimits, type JsonText, toJsonText } from '../recording/json-text.ts';
import type { GenAiMessage } from './gen-ai-message.ts';

export function toMessagesText(messages: readonly GenAiMessage[], limits: JsonLimits): JsonText {
  const whole = toJsonText(messages, limits);
  if (!whole.isTruncated) return whole;
  const texts: string[] = [];
  let isTruncated = false;
  let length = 0;
  let from = messages.length;
  const first = messages[0];
  const head = first !== undefined && /^(?:system|developer)$/.test(first.role) ? 1 : 0;
  const add = (message: GenAiMessage): string => {
    const written = toJsonText(message, limits);
    if (written.isTruncated) isTruncated = true;
    length += written.text.length + 1;
    return written.text;
  };
  const headText = head === 1 && first !== undefined ? [add(first)] : [];
  while (from > head) {
    const message = messages[from - 1];
    if (message === undefined) break;
    const text = add(message);
    // The newest message always stays.
    if (length > limits.maxTotal && texts.length > 0) break;
    texts.push(text);
    from -= 1;
  }
  const left = from - head;
  if (left > 0) isTruncated = true;
  const gap = left > 0 ? [gapMessage(left)] : [];
  return { text: `[${[...headText, ...gap, ...texts.toReversed()].join(',')}]`, isTruncated };
}

function gapMessage(left: number): string {
  return `{"role":"system","parts":[{"type":"text","content":"…[${left} earlier messages cut]"}]}`;
}
