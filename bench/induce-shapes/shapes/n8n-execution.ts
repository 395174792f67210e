import type { Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  json,
  make,
  pick,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

const TRIGGER = 'When chat message received';
const AGENT = 'AI Agent';

/** The runs of each node under the name of the node: their order is in their times alone. Tools are nodes, thoughts are not kept. */
export const n8nExecution: Shape = {
  source: 'n8n, execution of a workflow with an agent node',
  form: 'json',
  files: () => pick('analysis', 'coding', 'travel', 'incident', 'research').map(toFile),
};

function toFile(conversation: Conversation, index: number): ShapeFile {
  const made = make(conversation);
  const turns = firstEpisode(conversation);
  const answer = turns.at(-1)?.text ?? '';
  const runData: Record<string, unknown[]> = {};
  const add = (node: string, source: readonly unknown[], data: object, more: object = {}): void => {
    const executionTime = made.number(20, 2400);
    (runData[node] ??= []).push({
      startTime: made.tick(),
      // 1 is the agent's own.
      executionIndex: node === TRIGGER ? 0 : Object.values(runData).flat().length + 1,
      executionTime,
      executionStatus: 'success',
      source,
      data,
      ...more,
    });
  };
  const fromAgent = [{ previousNode: AGENT, previousNodeRun: 0 }];
  const prompt: string[] = [`System: ${conversation.system}`, `Human: ${turns[0]?.text ?? ''}`];
  add(TRIGGER, [], {
    main: [
      [
        {
          json: { sessionId: made.hex(32), action: 'sendMessage', chatInput: turns[0]?.text ?? '' },
          pairedItem: { item: 0 },
        },
      ],
    ],
  });
  const agentStart = made.tick();
  for (const [place, turn] of turns.entries()) {
    const calls = callsOf(turn);
    if (turn.by === 'user' || (calls.length === 0 && place < turns.length - 1)) continue;
    const response = {
      generations: [
        [
          {
            text: turn.text ?? '',
            generationInfo: { finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' },
          },
        ],
      ],
    };
    const tokenUsage = {
      completionTokens: made.number(10, 200),
      promptTokens: made.number(300, 2000),
      totalTokens: 2200,
    };
    add(
      'OpenAI Chat Model',
      fromAgent,
      { ai_languageModel: [[{ json: { response, tokenUsage } }]] },
      {
        inputOverride: {
          ai_languageModel: [
            [
              {
                json: {
                  messages: [prompt.join('\n')],
                  estimatedTokens: tokenUsage.promptTokens,
                  options: { model: conversation.model, temperature: 0.2 },
                },
              },
            ],
          ],
        },
        metadata: { subRun: [] },
      },
    );
    for (const call of calls) {
      add(
        call.tool,
        fromAgent,
        { ai_tool: [[{ json: { response: call.result } }]] },
        { inputOverride: { ai_tool: [[{ json: { query: call.arguments } }]] } },
      );
      prompt.push(`Tool: ${JSON.stringify(call.result)}`);
    }
  }
  runData[AGENT] = [
    {
      startTime: agentStart,
      executionIndex: 1,
      executionTime: made.number(3000, 20_000),
      executionStatus: 'success',
      source: [{ previousNode: TRIGGER }],
      data: { main: [[{ json: { output: answer }, pairedItem: { item: 0 } }]] },
    },
  ];
  const execution = {
    id: String(1040 + index),
    finished: true,
    mode: 'webhook',
    retryOf: null,
    status: 'success',
    startedAt: conversation.startedAt,
    stoppedAt: made.time(),
    workflowId: 'q8ZkV2mN4tR1xYcE',
    data: {
      startData: {},
      resultData: { runData, lastNodeExecuted: AGENT },
      executionData: { contextData: {}, nodeExecutionStack: [], waitingExecution: {} },
    },
    workflowData: {
      name: conversation.title,
      active: true,
      nodes: Object.keys(runData).map((name) => ({
        id: made.uuid(),
        name,
        type: '@n8n/n8n-nodes-langchain.node',
        typeVersion: 2,
        position: [0, 0],
        parameters: {},
      })),
      settings: { executionOrder: 'v1' },
    },
  };
  const kept = turns.filter(
    (turn, place) => turn.by === 'user' || callsOf(turn).length > 0 || place === turns.length - 1,
  );
  return { path: `executions/${execution.id}.json`, text: json(execution), runs: [expectSteps(kept)] };
}
