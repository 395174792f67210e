import type { JsonObject } from '@tracewright/core';
import type { Call, Conversation, Turn } from '../conversations.ts';
import { callsOf, expectSteps, firstEpisode, jsonLines, make, plainText, type Shape } from '../shape.ts';
import { dumpedText, oneCallEach, saidBy, severalEach, untilSaid } from './write.ts';

/** A line a run, whose messages are JSON in a text; calls are tags in what the assistant says, the next message is what came back, after a word that announces it. */
export const sweSmith: Shape = severalEach(
  'SWE-smith, trajectories for training (XML calls)',
  'json',
  [['coding'], ['press', 'analysis'], ['incident'], ['greenhouse', 'game'], ['home']],
  (conversations, index) => ({
    path: `trajectories/xml-0000${index}.jsonl`,
    text: jsonLines(conversations.map(toTrajectory)),
    runs: conversations.map((conversation) =>
      expectSteps(toSubmitted(conversation), { result: dumpedText, argumentsOf: toTrimmed }),
    ),
  }),
);

function toSubmitted(conversation: Conversation): Turn[] {
  return untilSaid(oneCallEach(firstEpisode(conversation))).map((turn) =>
    turn.by === 'user' || callsOf(turn).length > 0
      ? turn
      : { ...turn, calls: [{ tool: 'submit', arguments: {}, result: '' }] },
  );
}

function toTrajectory(conversation: Conversation): unknown {
  const made = make(conversation);
  const messages = toSubmitted(conversation).flatMap((turn) => {
    if (turn.by === 'user') return [{ role: 'user', content: turn.text }];
    const [call] = callsOf(turn);
    if (call === undefined) return [];
    const parameters = Object.entries(call.arguments).map(
      ([name, value]) => `<parameter=${name}>${plainText(value)}</parameter>\n`,
    );
    const content =
      `${saidBy(turn)}\n\n<function=${call.tool}>\n${parameters.join('')}</function>`.trimStart();
    const observation = call.tool === 'submit' ? '' : `OBSERVATION:\n${dumpedText(call)}`;
    return [
      { role: 'assistant', content },
      ...(observation === '' ? [] : [{ role: 'user', content: observation }]),
    ];
  });
  return {
    messages: JSON.stringify([{ role: 'system', content: conversation.system }, ...messages]),
    instance_id: `${conversation.id}__${conversation.agent}.${made.hex(8)}.func_pm_remove_cond__${made.token(8).toLowerCase()}`,
    resolved: made.number(0, 1) === 1,
    model: conversation.model,
    traj_id: `${conversation.id}.${made.hex(8)}`,
    patch:
      '\ndiff --git a/billing/invoice.py b/billing/invoice.py\n--- a/billing/invoice.py\n+++ b/billing/invoice.py\n',
  };
}

/** Line breaks around a value are layout. */
function toTrimmed({ arguments: args }: Call): JsonObject {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(/^\n+|\n+$/g, '') : value,
    ]),
  );
}
