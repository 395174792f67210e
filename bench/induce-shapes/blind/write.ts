/** What the shapes share whose author had not seen the inducer: files made of conversations, and turns as loops of agents keep them. */
import type { AgentTurn, Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  make,
  type Made,
  pick,
  pythonJson,
  pythonRepr,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** A file for each conversation. */
export function oneEach(
  source: string,
  form: Shape['form'],
  ids: readonly string[],
  toFile: (conversation: Conversation, made: Made) => ShapeFile,
): Shape {
  return {
    source,
    form,
    files: () => pick(...ids).map((conversation) => toFile(conversation, make(conversation))),
  };
}

/** A file for each group of conversations. */
export function severalEach(
  source: string,
  form: Shape['form'],
  groups: readonly (readonly string[])[],
  toFile: (conversations: readonly Conversation[], index: number) => ShapeFile,
): Shape {
  return { source, form, files: () => groups.map((ids, index) => toFile(pick(...ids), index)) };
}

/** Calls in parallel follow each other; what is thought and said stands before the first. */
export function oneCallEach(turns: readonly Turn[]): Turn[] {
  return turns.flatMap((turn): Turn[] => {
    const calls = callsOf(turn);
    if (turn.by === 'user' || calls.length < 2) return [turn];
    return calls.map((call, index) =>
      index === 0 ? { ...turn, calls: [call] } : { by: 'agent', calls: [call] },
    );
  });
}

/** A loop goes on while tools are called: what is said without a call ends it. */
export function untilSaid(turns: readonly Turn[]): Turn[] {
  return turns.filter((turn, index) => {
    const next = turns[index + 1];
    return turn.by === 'user' || callsOf(turn).length > 0 || next === undefined || next.by === 'user';
  });
}

/** What the agent did in an episode. */
export function answersOf(episode: readonly Turn[]): AgentTurn[] {
  return episode.filter((turn): turn is AgentTurn => turn.by === 'agent');
}

/** Calls with the ids that they have in the log. */
export function withIds(turn: Turn, newId: () => string): { readonly call: Call; readonly id: string }[] {
  return callsOf(turn).map((call) => ({ call, id: newId() }));
}

export function thoughtOf(turn: Turn): string | undefined {
  return turn.by === 'agent' ? turn.thought : undefined;
}

/** What is thought and what is said, one after the other. */
export function saidBy(turn: Turn): string {
  return [thoughtOf(turn), turn.text].filter((text) => text !== undefined).join('\n');
}

/** A list with an item, or without. */
export function given<T>(value: string | undefined, item: (text: string) => T): T[] {
  return value === undefined || value === '' ? [] : [item(value)];
}

/** As Python's `str` writes a result. */
export function pythonText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonRepr(result);
}

/** As Python's `json.dumps` writes one. */
export function dumpedText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonJson(result);
}

export function toolNames({ turns }: Conversation): string[] {
  return [...new Set(turns.flatMap((turn) => callsOf(turn).map(({ tool }) => tool)))];
}

export function usage(made: Made): { input_tokens: number; output_tokens: number; total_tokens: number } {
  const input = made.number(300, 4000);
  const output = made.number(10, 400);
  return { input_tokens: input, output_tokens: output, total_tokens: input + output };
}
