import type { Call, Turn } from '../conversations.ts';
import { callsOf, expectSteps, jsonLines, pick, pythonRepr, type Shape } from '../shape.ts';

/** A set of samples to grade, one a line: results name no call, and the calls that were expected stand beside the conversation. */
export const ragasSamples: Shape = {
  source: 'Ragas, multi-turn samples of an evaluation set',
  form: 'json',
  files: () => {
    const conversations = pick('refunds', 'travel', 'analysis', 'wording', 'coding');
    const lines = conversations.map(({ turns }) => {
      const calls = turns.flatMap((turn) => callsOf(turn)).filter(({ failed }) => failed !== true);
      return {
        user_input: turns.flatMap((turn) => toMessages(turn)),
        reference: turns.at(-1)?.text ?? '',
        reference_tool_calls: calls.map((call) => ({ name: call.tool, args: call.arguments })),
        rubrics: null,
        reference_topics: null,
      };
    });
    const runs = conversations.map(({ turns }) => expectSteps(turns, { result: toText }));
    return [{ path: 'datasets/desk_eval.jsonl', text: jsonLines(lines), runs }];
  },
};

function toMessages(turn: Turn): unknown[] {
  if (turn.by === 'user') return [{ content: turn.text, metadata: null, type: 'human' }];
  const calls = callsOf(turn);
  return [
    {
      content: turn.text ?? '',
      metadata: turn.thought === undefined ? null : { reasoning: turn.thought },
      type: 'ai',
      tool_calls:
        calls.length === 0 ? null : calls.map((call) => ({ name: call.tool, args: call.arguments })),
    },
    ...calls.map((call) => ({ content: toText(call), metadata: null, type: 'tool' })),
  ];
}

function toText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonRepr(result);
}
