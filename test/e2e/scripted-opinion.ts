/** A short run with a wrong step, and what a scripted model says of it. */
import type { ScriptedRequest, ScriptedTurn } from '@tracewright/llm/testing';

/** tau-bench's shape: four steps, the third cancels the wrong order. */
export function writeShopRun(task: string, attack = ''): string {
  const call = (id: string, name: string, order: string): object => ({
    role: 'assistant',
    content: null,
    tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify({ order }) } }],
  });
  const traj = [
    { role: 'user', content: 'Cancel order W7, nothing else.' },
    call('a', 'get_order', 'W7'),
    { role: 'tool', tool_call_id: 'a', name: 'get_order', content: `order W7: one lamp, open ${attack}` },
    call('b', 'cancel_order', 'W9'),
    { role: 'tool', tool_call_id: 'b', name: 'cancel_order', content: 'order W9 is cancelled now' },
    { role: 'assistant', content: 'Order W7 is cancelled.' },
  ];
  return JSON.stringify([{ task_id: task, reward: 0, info: {}, trial: 0, traj }]);
}

export const WRONG_STEP = 2;

const cited = { step: WRONG_STEP, quote: 'order W9 is cancelled now' };
/** Its second link quotes what stands nowhere. */
export const ANSWER = {
  summary: 'The agent cancelled W9 instead of W7.',
  hasOnset: true,
  onset: {
    ...cited,
    agent: 'assistant',
    category: 'wrong argument',
    reasoning: 'It names another order than the one it was asked about.',
    confidence: 0.8,
    alternatives: [],
  },
  rootCauseChain: [
    { ...cited, claim: 'W9 was cancelled.' },
    { step: WRONG_STEP, quote: 'the customer was charged twice', claim: 'It cost money.' },
  ],
  criticalDecisionPoints: [{ ...cited, decision: 'Cancel W9.', shouldHave: 'Cancel W7.' }],
  correctStrategy: 'Cancel the order that was named.',
  verdicts: [
    {
      ...cited,
      verdict: 'incorrect',
      deviationType: 'wrong argument',
      reasoning: 'Not asked for.',
      reward: -1,
    },
  ],
  stages: [],
};

export const isAnswerWanted = ({ body }: ScriptedRequest): boolean =>
  body['output_config'] !== undefined || body['response_format'] !== undefined;

/** Reads nothing more, then answers. */
export function answerWith(answer: object = ANSWER): (request: ScriptedRequest) => ScriptedTurn {
  return (request) => ({
    text: isAnswerWanted(request) ? JSON.stringify(answer) : 'READY',
    usage: [2000, 300],
  });
}
