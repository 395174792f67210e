import type { JsonValue } from '@tracewright/core';
import {
  type Conversation,
  expectSteps,
  firstEpisode,
  given,
  make,
  resultText,
  severalEach,
  tell,
  untilSaid,
} from './kit.ts';
import { kubectlYaml } from './kubectl-yaml.ts';

/** A resource, or a list of them: what was asked stands in its specification and in its state, the answer twice in the state. */
export const acpTask = severalEach(
  'Agent Control Plane, tasks of a cluster (kubectl get task -o yaml)',
  'json',
  [['greenhouse'], ['home', 'press'], ['library'], ['coding'], ['analysis', 'travel']],
  (conversations, index) => {
    const tasks = conversations.map(toTask);
    const [only] = tasks;
    const list = { apiVersion: 'v1', items: tasks, kind: 'List', metadata: { resourceVersion: '' } };
    return {
      path: `cluster/tasks-${index + 1}.yaml`,
      text: kubectlYaml(tasks.length === 1 && only !== undefined ? only : list),
      runs: conversations.map((conversation) => expectSteps(untilSaid(firstEpisode(conversation)))),
    };
  },
);

function toTask(conversation: Conversation): JsonValue {
  const made = make(conversation);
  const turns = untilSaid(firstEpisode(conversation));
  const asked = turns[0]?.text ?? '';
  const contextWindow: JsonValue[] = [
    { role: 'system', content: conversation.system },
    ...tell<JsonValue>(
      turns,
      () => `call_${made.token(24)}`,
      (content) => [{ role: 'user', content }],
      (turn, calls) => [
        {
          role: 'assistant',
          content: turn.text ?? '',
          ...Object.fromEntries(
            given(calls[0]?.id, () => [
              'toolCalls',
              calls.map(({ call, id }) => ({
                id,
                type: 'function',
                function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
              })),
            ]),
          ),
        },
        ...calls.map(({ call, id }) => ({
          role: 'tool',
          content: resultText(call),
          name: call.tool,
          toolCallId: id,
        })),
      ],
    ),
  ];
  const time = (): string => `${made.time().slice(0, 19)}Z`;
  return {
    apiVersion: 'acp.humanlayer.dev/v1alpha1',
    kind: 'Task',
    metadata: {
      creationTimestamp: time(),
      generation: 1,
      name: `${conversation.id}-task`,
      namespace: 'default',
      resourceVersion: `${made.number(1000, 9999)}`,
      uid: made.uuid(),
    },
    spec: { agentRef: { name: conversation.agent }, userMessage: asked },
    status: {
      contextWindow,
      messageCount: contextWindow.length,
      output: turns.at(-1)?.text ?? '',
      phase: 'FinalAnswer',
      ready: true,
      spanContext: { spanID: made.hex(16), traceID: made.hex(32) },
      startTime: time(),
      status: 'Ready',
      statusDetail: 'LLM final response received',
      toolCallRequestId: made.hex(7),
      userMsgPreview: asked.length > 50 ? `${asked.slice(0, 47)}...` : asked,
    },
  };
}
