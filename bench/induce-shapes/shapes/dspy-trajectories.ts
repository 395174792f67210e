import type { Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  jsonLines,
  make,
  pick,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** A line a question; the trajectory is one object whose members are numbered. It ends with a call of `finish`. */
export const dspyTrajectories: Shape = {
  source: 'DSPy, predictions of a ReAct module dumped as JSON lines',
  form: 'json',
  files: () => [pick('research', 'analysis'), pick('game', 'incident', 'coding'), pick('home')].map(toFile),
};

const COMPLETED = 'Completed.';

function toFile(conversations: readonly Conversation[], index: number): ShapeFile {
  return {
    path: `predictions/dev-${index}.jsonl`,
    text: jsonLines(conversations.map(toLine)),
    runs: conversations.map((conversation) => {
      const turns = firstEpisode(conversation);
      const calls = turns.flatMap((turn) => callsOf(turn));
      return expectSteps([
        ...turns.slice(0, 1),
        ...calls.map((call) => ({ by: 'agent' as const, calls: [call] })),
        { by: 'agent', calls: [{ tool: 'finish', arguments: {}, result: COMPLETED }] },
        { by: 'agent' },
      ]);
    }),
  };
}

function toLine(conversation: Conversation): unknown {
  const made = make(conversation);
  const turns = firstEpisode(conversation);
  const steps = turns.flatMap((turn) =>
    callsOf(turn).map((call) => ({
      thought: turn.by === 'agent' ? (turn.thought ?? turn.text ?? 'Go on.') : '',
      call,
    })),
  );
  const entries = [
    ...steps.map(({ thought, call }) => [thought, call.tool, call.arguments, call.result] as const),
    ['I have all that I need.', 'finish', {}, COMPLETED] as const,
  ].flatMap(([thought, tool, args, observation], index) => [
    [`thought_${index}`, thought],
    [`tool_name_${index}`, tool],
    [`tool_args_${index}`, args],
    [`observation_${index}`, observation],
  ]);
  return {
    example_id: made.hex(8),
    question: turns[0]?.text ?? '',
    trajectory: Object.fromEntries(entries) as unknown,
    reasoning: 'The observations answer the question.',
    answer: turns.at(-1)?.text ?? '',
    lm: conversation.model,
    score: made.number(0, 100) / 100,
  };
}
