import { drawBox, wrap } from '../boxes.ts';
import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  make,
  pick,
  pythonJson,
  pythonRepr,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';

const WIDTH = 100;

/** What `verbose=True` prints: panels for every call and answer. The task is told to each agent anew. */
export const crewaiConsole: Shape = {
  source: 'CrewAI, verbose console output',
  form: 'text',
  files: () => pick('research', 'incident', 'analysis', 'travel').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const turns = firstEpisode(conversation);
  const [task] = turns;
  const id = made.uuid();
  const agents = turns.filter((turn): turn is AgentTurn => turn.by === 'agent');
  let speaker = '';
  const parts = agents.map((turn) => {
    const role = toRole(speakerOf(turn, conversation));
    const isNew = role !== speaker;
    speaker = role;
    const opening = isNew ? box('🤖 Agent Started', [`Agent: ${role}`, '', `Task: ${task?.text ?? ''}`]) : '';
    return `${opening}${writeTurn(turn, role)}`;
  });
  const text = [
    box('Crew Execution Started', ['Crew Execution Started', 'Name: crew', `ID: ${id}`, 'Tool Args:']),
    box('📋 Task Started', ['Task Started', `Name: ${conversation.title}`, `ID: ${made.uuid()}`]),
    ...parts,
    box('📋 Task Completion', [
      'Task Completed',
      `Name: ${conversation.title}`,
      `Agent: ${speaker}`,
      'Tool Args:',
    ]),
    box('Crew Completion', [
      'Crew Execution Completed',
      'Name: crew',
      `ID: ${id}`,
      'Tool Args:',
      `Final Output: ${agents.at(-1)?.text ?? ''}`,
    ]),
  ];
  return {
    path: `crew-${conversation.id}.txt`,
    text: text.join(''),
    runs: [expectSteps(agents, { result: toText })],
  };
}

function writeTurn(turn: AgentTurn, role: string): string {
  const calls = callsOf(turn);
  if (calls.length === 0)
    return box('✅ Agent Final Answer', [`Agent: ${role}`, '', 'Final Answer:', turn.text ?? '']);
  return calls
    .map((call, index) => {
      const thought =
        index === 0 ? [turn.thought, turn.text].filter((part) => part !== undefined).join(' ') : '';
      const told = thought === '' ? [] : [`Thought: ${thought}`, ''];
      return (
        box('🔧 Agent Tool Execution', [`Agent: ${role}`, '', ...told, `Using Tool: ${call.tool}`]) +
        box('Tool Input', [JSON.stringify(pythonJson(call.arguments, false))]) +
        box('Tool Output', [toText(call)])
      );
    })
    .join('');
}

function box(title: string, lines: readonly string[]): string {
  const wrapped = lines.flatMap((line) => line.split('\n')).flatMap((line) => wrap(line, WIDTH - 6));
  return `${drawBox(title, ['', ...wrapped.map((line) => ` ${line}`), ''], WIDTH)}\n`;
}

function toRole(name: string): string {
  return name.replaceAll('_', ' ').replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

function toText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonRepr(result);
}
