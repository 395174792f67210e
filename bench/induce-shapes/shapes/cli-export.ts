import { drawBox } from '../boxes.ts';
import type { Call, Conversation, Turn } from '../conversations.ts';
import { callsOf, expectSteps, make, pick, resultText, type Shape, type ShapeFile } from '../shape.ts';

/** What stands on the screen, as plain text: bullets for what the agent says and calls, a hook for results, all lines after the first indented. */
export const cliExport: Shape = {
  source: 'an agent in the terminal, transcript of the screen (/export)',
  form: 'text',
  files: () => pick('coding', 'home', 'intake', 'analysis', 'travel').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const blocks = conversation.turns.flatMap((turn) => toBlocks(turn, made.number(2, 40)));
  const welcome = drawBox(
    '',
    ['✻ Welcome back!', '', `  model: ${conversation.model}`, `  cwd: /workspace/${conversation.id}`],
    48,
  );
  return {
    path: `${conversation.startedAt.slice(0, 10)}-${conversation.id}-export.txt`,
    text: `\n${welcome}\n${blocks.join('\n\n')}\n`,
    runs: [expectSteps(conversation.turns, { textApart: true, result: toText })],
  };
}

function toBlocks(turn: Turn, seconds: number): string[] {
  if (turn.by === 'user') return [hang('> ', turn.text)];
  return [
    ...(turn.thought === undefined ? [] : [`✻ Thinking… (${seconds}s)\n\n${hang('  ', turn.thought)}`]),
    ...(turn.text === undefined ? [] : [hang('● ', turn.text)]),
    ...callsOf(turn).map((call) => `${hang('● ', writeCall(call))}\n${hang('  ⎿  ', toText(call))}`),
  ];
}

function writeCall(call: Call): string {
  const args = Object.entries(call.arguments).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `${call.tool}(${args.join(', ')})`;
}

function toText(call: Call): string {
  const text = resultText(call).trimEnd();
  return call.failed === true && !/^error/i.test(text) ? `Error: ${text}` : text;
}

function hang(mark: string, text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const indent = ' '.repeat(mark.length);
  return [mark + first, ...rest.map((line) => (line === '' ? '' : indent + line))].join('\n');
}
