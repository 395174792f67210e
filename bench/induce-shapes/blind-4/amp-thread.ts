/** A thread of a coding agent: blocks in messages, results in those of the user, inside the run that made them. */
import { expectSteps, given, json, oneEach, resultText, tell, usage } from '../blind-2/kit.ts';

export const ampThread = oneEach(
  'Amp, thread as the client keeps it (threads/T-ID.json)',
  'json',
  ['coding', 'press', 'cluster', 'analysis', 'refunds'],
  (conversation, made) => {
    let messageId = 0;
    const message = (role: string, content: readonly object[], more: object): object => ({
      role,
      messageId: messageId++,
      content,
      ...more,
    });
    const messages = tell(
      conversation.turns,
      () => `toolu_${made.token(24)}`,
      (text) => [
        message('user', [{ type: 'text', text }], {
          userState: { currentlyVisibleFiles: [], runningTerminalCommands: [] },
          meta: { sentAt: made.tick() },
        }),
      ],
      (turn, calls) => {
        const { input_tokens: inputTokens, output_tokens: outputTokens } = usage(made);
        const answer = message(
          'assistant',
          [
            ...given(turn.thought, (thinking) => ({
              type: 'thinking',
              thinking,
              signature: made.token(64),
              provider: 'anthropic',
            })),
            ...given(turn.text, (text) => ({ type: 'text', text })),
            ...calls.map(({ call, id }) => ({
              type: 'tool_use',
              complete: true,
              id,
              name: call.tool,
              input: call.arguments,
            })),
          ],
          {
            state: { type: 'complete', stopReason: calls.length === 0 ? 'end_turn' : 'tool_use' },
            usage: { model: conversation.model, maxInputTokens: 168_000, inputTokens, outputTokens },
          },
        );
        if (calls.length === 0) return [answer];
        const results = calls.map(({ call, id }) => ({
          type: 'tool_result',
          toolUseID: id,
          run:
            call.failed === true
              ? { status: 'error', error: { message: resultText(call) } }
              : { status: 'done', result: call.result, progress: {} },
        }));
        return [answer, message('user', results, {})];
      },
    );
    const id = `T-${made.uuid()}`;
    const tree = { displayName: 'billing', uri: 'file:///workspace/billing' };
    return {
      path: `threads/${id}.json`,
      text: json({
        v: messages.length * 3,
        id,
        created: Date.parse(conversation.startedAt),
        messages,
        env: {
          initial: {
            trees: [tree],
            platform: {
              os: 'linux',
              osVersion: '6.8.0',
              client: 'CLI',
              clientVersion: '0.0.1764',
              webBrowser: false,
            },
          },
        },
        title: conversation.title,
        agentMode: 'smart',
        nextMessageId: messageId,
        meta: { visibility: 'private' },
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);
