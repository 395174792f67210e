import type { AgentTurn, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  make,
  pick,
  plainText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** `.aider.chat.history.md`: one file gathers sessions; what the tool says of itself is quoted; one answer for each request. */
export const aiderHistory: Shape = {
  source: 'Aider, chat history in Markdown',
  form: 'text',
  files: () => [pick('coding'), pick('analysis'), pick('travel', 'research'), pick('incident')].map(toFile),
};

function toFile(conversations: readonly Conversation[], index: number): ShapeFile {
  return {
    path: `project-${index + 1}/.aider.chat.history.md`,
    text: conversations.map(writeSession).join(''),
    runs: conversations.map(({ turns }) =>
      expectSteps(
        episodes(turns).flatMap(([first]): Turn[] => (first === undefined ? [] : [first, { by: 'agent' }])),
      ),
    ),
  };
}

function writeSession(conversation: Conversation): string {
  const made = make(conversation);
  const head = [
    `\n# aider chat started at ${conversation.startedAt.slice(0, 19).replace('T', ' ')}\n\n`,
    quote(`/usr/local/bin/aider --model ${conversation.model} --no-stream`),
    quote('Aider v0.82.1'),
    quote(`Main model: ${conversation.model} with diff edit format`),
    quote('Git repo: .git with 214 files'),
    quote('Repo-map: using 4096 tokens, auto refresh'),
    quote('Added billing/invoice.py to the chat.'),
  ];
  const talk = episodes(conversation.turns).map(([first, ...answers]) => {
    const asked = (first?.text ?? '').split('\n').map((line) => `#### ${line}  \n`);
    const parts = answers
      .filter((turn): turn is AgentTurn => turn.by === 'agent')
      .map((turn) => writeAnswer(turn));
    const edits = answers.flatMap((turn) => callsOf(turn)).filter(({ tool }) => tool === 'edit_file');
    const notes = [
      quote(
        `Tokens: ${made.number(2, 9)}.${made.number(1, 9)}k sent, ${made.number(40, 900)} received. Cost: $0.0${made.number(1, 9)} message, $0.${made.number(10, 40)} session.`,
      ),
      ...edits.map(({ arguments: args }) => quote(`Applied edit to ${plainText(args['path'])}`)),
      ...(edits.length > 0 ? [quote(`Commit ${made.hex(7)} fix: ${conversation.title.toLowerCase()}`)] : []),
    ];
    return `\n${asked.join('')}\n${parts.filter((part) => part !== '').join('\n\n')}\n\n${notes.join('')}`;
  });
  return [...head, ...talk].join('');
}

function quote(line: string): string {
  return `> ${line}  \n`;
}

function writeAnswer(turn: AgentTurn): string {
  const edits = callsOf(turn)
    .filter(({ tool }) => tool === 'edit_file')
    .map(
      ({ arguments: args }) =>
        `${plainText(args['path'])}\n\`\`\`python\n<<<<<<< SEARCH\n${plainText(args['old_text'])}=======\n${plainText(args['new_text'])}>>>>>>> REPLACE\n\`\`\``,
    );
  return [turn.text ?? turn.thought ?? '', ...edits].filter((part) => part !== '').join('\n\n');
}
