import { drawBox, drawRule, wrap } from '../boxes.ts';
import type { Call, Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  make,
  pick,
  pythonRepr,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

const WIDTH = 120;

/** The console of an agent that calls tools: the task in a panel, each call in one; what is longer than a line is broken. */
export const smolagentsConsole: Shape = {
  source: 'smolagents ToolCallingAgent, console output',
  form: 'text',
  files: () => pick('analysis', 'research', 'travel', 'coding', 'incident').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const turns = firstEpisode(conversation);
  const answer = turns.at(-1)?.text ?? '';
  const last: Call = { tool: 'final_answer', arguments: { answer }, result: answer };
  const steps = [...turns.map((turn) => callsOf(turn)).filter((calls) => calls.length > 0), [last]];
  const parts = steps.map((calls, index) => {
    const written = calls.map((call) => {
      const panel = drawBox(
        '',
        [`Calling tool: '${call.tool}' with arguments: ${pythonRepr(call.arguments)}`],
        WIDTH,
      );
      return `${panel}${print(call === last ? `Final answer: ${answer}` : `Observations: ${toText(call)}`)}`;
    });
    const tokens = `Input tokens: ${made.number(1, 9)},${made.number(100, 999)} | Output tokens: ${made.number(20, 200)}`;
    const duration = `[Step ${index + 1}: Duration ${made.number(1, 9)}.${made.number(10, 99)} seconds| ${tokens}]\n`;
    return `${drawRule(`Step ${index + 1}`, WIDTH, '━')}\n${written.join('')}${duration}`;
  });
  const task = drawBox(
    'New run',
    ['', turns[0]?.text ?? '', ''],
    WIDTH,
    `OpenAIServerModel - ${conversation.model}`,
  );
  return {
    path: `${conversation.id}.log`,
    text: [task, ...parts].join(''),
    runs: [
      [
        { role: 'user' },
        ...expectSteps(
          steps.map((calls) => ({ by: 'agent', calls })),
          { result: toText },
        ),
      ],
    ],
  };
}

function print(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => wrap(line, WIDTH))
    .map((line) => `${line}\n`)
    .join('');
}

function toText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonRepr(result);
}
