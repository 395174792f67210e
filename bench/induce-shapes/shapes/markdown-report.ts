import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  make,
  type Made,
  pick,
  plainText,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';

/** A heading a step, with what is called and observed in fenced blocks below; answers are Markdown themselves. */
export const markdownReport: Shape = {
  source: 'an agent that writes a report of its run in Markdown',
  form: 'text',
  files: () => pick('game', 'research', 'incident', 'intake', 'analysis').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const calls = conversation.turns.flatMap((turn) => callsOf(turn));
  const head = [
    `# Run report: ${conversation.title}`,
    `- **Run**: \`${made.uuid()}\`\n- **Model**: ${conversation.model}\n- **Started**: ${conversation.startedAt}\n- **Tool calls**: ${calls.length}`,
    '---',
  ];
  const sections = conversation.turns.map((turn, index) => writeStep(turn, index + 1, conversation, made));
  const tools = [...new Set(calls.map(({ tool }) => tool))];
  const tail = [
    '---',
    '## Statistics',
    `| tool | calls |\n| --- | ---: |\n${tools
      .map((name) => `| \`${name}\` | ${calls.filter(({ tool }) => tool === name).length} |`)
      .join('\n')}`,
  ];
  return {
    path: `reports/${conversation.id}.md`,
    text: `${[...head, ...sections, ...tail].join('\n\n')}\n`,
    runs: [expectSteps(conversation.turns)],
  };
}

function writeStep(turn: Turn, number: number, conversation: Conversation, made: Made): string {
  const who = turn.by === 'user' ? 'User' : `Agent \`${speakerOf(turn, conversation)}\``;
  const title = `## Step ${number} · ${who} · ${made.time().slice(11, 19)}`;
  if (turn.by === 'user') return `${title}\n\n${turn.text}`;
  return [
    title,
    ...(turn.thought === undefined ? [] : [`*Thought: ${turn.thought}*`]),
    ...(turn.text === undefined ? [] : [turn.text]),
    ...callsOf(turn).flatMap((call) => [
      `### Tool call: \`${call.tool}\``,
      `**Arguments**\n\n\`\`\`json\n${JSON.stringify(call.arguments, null, 2)}\n\`\`\``,
      `**Result** (${call.failed === true ? '❌ failed' : '✅ ok'})\n\n${writeResult(plainText(call.result))}`,
    ]),
  ].join('\n\n');
}

function writeResult(text: string): string {
  return `\`\`\`\n${text.trimEnd()}\n\`\`\``;
}
