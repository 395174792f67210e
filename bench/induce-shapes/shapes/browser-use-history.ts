import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  json,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** Steps of which each holds a list of actions, named by their only member, and a list of their results; the task is not among them. */
export const browserUseHistory: Shape = {
  source: 'browser-use, AgentHistoryList saved to a file',
  form: 'json',
  files: () => pick('research', 'game', 'travel', 'incident', 'analysis').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const turns = firstEpisode(conversation).map((turn) => finish(turn));
  const steps = turns.filter(({ by }) => by === 'agent');
  return {
    path: `agent_history/${conversation.id}-AgentHistory.json`,
    text: json({
      history: steps.map((turn, index) => toStep(turn, index, made, index === steps.length - 1)),
    }),
    runs: [expectSteps(steps)],
  };
}

/** What is said is an action too, and its text is its result. */
function finish(turn: Turn): Turn {
  if (turn.by === 'user' || callsOf(turn).length > 0) return turn;
  const text = turn.text ?? '';
  return { ...turn, calls: [{ tool: 'done', arguments: { text, success: true }, result: text }] };
}

function toStep(turn: Turn, index: number, made: Made, isLast: boolean): unknown {
  const calls = callsOf(turn);
  const start = made.tick() / 1000;
  return {
    model_output: {
      thinking: turn.by === 'agent' ? (turn.thought ?? null) : null,
      evaluation_previous_goal: index === 0 ? 'Unknown - this is the first step.' : 'Success - it worked.',
      memory: `${index} steps done.`,
      next_goal: turn.text ?? 'Go on with the task.',
      action: calls.map((call) => ({ [call.tool]: call.arguments })),
    },
    result: calls.map((call) => toResult(call, isLast)),
    state: {
      url: index === 0 ? 'about:blank' : 'https://portal.example/start',
      title: index === 0 ? '' : 'Portal',
      tabs: [{ url: 'https://portal.example/start', title: 'Portal', target_id: made.hex(8) }],
      interacted_element: calls.map(() => null),
      screenshot_path: `/tmp/agent_${made.hex(6)}/screenshots/step_${index + 1}.png`,
    },
    metadata: { step_start_time: start, step_end_time: made.tick() / 1000, step_number: index + 1 },
  };
}

function toResult(call: Call, isLast: boolean): unknown {
  const isDone = isLast && call.tool === 'done';
  return {
    is_done: isDone,
    ...(isDone ? { success: true } : {}),
    ...(call.failed === true ? { error: resultText(call) } : { extracted_content: resultText(call) }),
    include_in_memory: true,
    include_extracted_content_only_once: false,
  };
}
