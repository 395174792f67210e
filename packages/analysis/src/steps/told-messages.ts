/**
 * Finds what is new in the histories that model calls resend. A message counts as told as often as the fullest history
 * so far shows it, so that a history sent k times tells each message once, and a second "yes" is kept.
 *
 * Messages are compared over the whole run, by role, text and called tools: agents that hand over to each other
 * share a history. An assistant message is new only where the history holds more of them than are known, because
 * frameworks edit what a model said before they send it back.
 */
import { type Message, messageText } from '@tracewright/core';
import { isSpoken, toStepRole } from './step-role.ts';

export class ToldMessages {
  readonly #told = new MessageCounts();
  #assistantTurns = 0;

  /** Records a message that a span of its own gave. */
  tell(message: Message): void {
    const key = keyOf(message);
    this.#told.set(key, this.#told.get(key) + 1);
    if (toStepRole(message.role) === 'agent') this.#assistantTurns += 1;
  }

  /** Indices of the messages in a history that were not told before; they are told from now on. Without `withAssistant`, assistant messages are passed over. */
  takeNew(history: readonly Message[], withAssistant: boolean): number[] {
    const counts = new MessageCounts();
    const isAssistant = (message: Message): boolean => toStepRole(message.role) === 'agent';
    let surplus = history.reduce(
      (sum, message) => sum + (isSpoken(message) && isAssistant(message) ? 1 : 0),
      -this.#assistantTurns,
    );
    const fresh: number[] = [];
    for (const [index, message] of history.entries()) {
      if (!isSpoken(message)) continue;
      const key = keyOf(message);
      const count = counts.get(key) + 1;
      counts.set(key, count);
      if (count <= this.#told.get(key)) continue;
      if (isAssistant(message)) {
        if (!withAssistant || surplus <= 0) continue;
        surplus -= 1;
        this.#assistantTurns += 1;
      }
      this.#told.set(key, count);
      fresh.push(index);
    }
    return fresh;
  }
}

/** A role with the tools called, and a text: joined, they would hold every text a second time. */
interface MessageKey {
  readonly kind: string;
  readonly text: string;
}

function keyOf(message: Message): MessageKey {
  const calls = message.parts.flatMap((part) => (part.type === 'tool_call' ? [part.name] : []));
  return {
    kind: [toStepRole(message.role), ...calls].join('\u0000'),
    text: messageText(message).trim(),
  };
}

class MessageCounts {
  readonly #counts = new Map<string, Map<string, number>>();

  get({ kind, text }: MessageKey): number {
    return this.#counts.get(kind)?.get(text) ?? 0;
  }

  set({ kind, text }: MessageKey, count: number): void {
    const texts = this.#counts.get(kind) ?? new Map<string, number>();
    this.#counts.set(kind, texts.set(text, count));
  }
}
