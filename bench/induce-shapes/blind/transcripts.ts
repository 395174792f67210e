/** Conversations written for people to read: Markdown, with more or less HTML in it. */
import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import { callsOf, episodes, expectSteps, make, type Made, resultText, type Shape } from '../shape.ts';
import { answersOf, given, oneEach, severalEach, toolNames, untilSaid, usage, withIds } from './write.ts';

/** A transcript in Markdown: headings for who speaks, bold lines and fences for calls. */
export const opencodeTranscript: Shape = oneEach(
  'opencode, transcript of a session in Markdown (/export)',
  'text',
  ['press', 'coding', 'library', 'greenhouse', 'wording'],
  (conversation, made) => {
    const head = `# ${conversation.title}\n\n**Session ID:** ses_${made.token(26)}\n**Created:** ${stamp(made)}\n**Updated:** ${stamp(made)}\n\n---\n\n`;
    const blocks = conversation.turns.map((turn) => {
      if (turn.by === 'user') return `## User\n\n${turn.text}\n\n---\n\n`;
      const parts = [
        ...given(turn.thought, (text) => `_Thinking:_\n\n${text}\n\n`),
        ...given(turn.text, (text) => `${text}\n\n`),
        ...callsOf(turn).map((call) => {
          const output = `**${call.failed === true ? 'Error' : 'Output'}:**\n\`\`\`\n${resultText(call)}\n\`\`\`\n\n`;
          return `**Tool: ${call.tool}**\n\n**Input:**\n\`\`\`json\n${JSON.stringify(call.arguments, null, 2)}\n\`\`\`\n\n${output}`;
        }),
      ];
      return `## Assistant (Build · ${conversation.model} · ${made.number(10, 300) / 10}s)\n\n${parts.join('')}---\n\n`;
    });
    return {
      path: `session-${conversation.id}.md`,
      text: head + blocks.join(''),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function stamp(made: Made): string {
  return new Date(made.tick()).toLocaleString('en-US', { timeZone: 'UTC' });
}

/** Headings for who speaks; thoughts and calls are HTML in what the assistant says, arguments and results JSON in attributes. */
export const openWebui: Shape = oneEach(
  'Open WebUI, chat downloaded as plain text',
  'text',
  ['library', 'travel', 'press', 'home', 'analysis'],
  (conversation, made) => ({
    path: `chat-${conversation.title}.txt`,
    text: episodes(conversation.turns)
      .map((episode) => {
        const said = answersOf(episode).flatMap((turn) => toDetails(turn, made));
        return `### USER\n${episode[0]?.text ?? ''}\n\n### ASSISTANT\n${said.join('\n')}\n\n`;
      })
      .join(''),
    runs: [expectSteps(conversation.turns)],
  }),
);

function toDetails(turn: AgentTurn, made: Made): string[] {
  const seconds = made.number(1, 20);
  return [
    ...given(
      turn.thought,
      (text) =>
        `<details type="reasoning" done="true" duration="${seconds}">\n<summary>Thought for ${seconds} seconds</summary>\n&gt; ${escapeHtml(text)}\n</details>`,
    ),
    ...given(turn.text, (text) => text),
    ...callsOf(turn).map((call) => {
      const args = escapeHtml(JSON.stringify(JSON.stringify(call.arguments)));
      const result = escapeHtml(JSON.stringify(resultText(call)));
      return `<details type="tool_calls" done="true" id="call_${made.token(24)}" name="${call.tool}" arguments="${args}" result="${result}" files="" embeds="">\n<summary>Tool Executed</summary>\n</details>`;
    }),
  ];
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
}

/** One heading a request, in which the results of the last calls stand before the answer; more than one conversation in a file. */
export const llmLogs: Shape = severalEach(
  'llm, logged prompts in Markdown (llm logs -n 0 -u)',
  'text',
  [['library'], ['greenhouse', 'wording'], ['press'], ['analysis', 'home'], ['refunds']],
  (conversations, index) => ({
    path: `llm-logs-${index + 1}.md`,
    text: conversations.map(writeLogs).join(''),
    runs: conversations.map(({ turns }) => expectSteps(untilSaid(turns))),
  }),
);

function writeLogs(conversation: Conversation): string {
  const made = make(conversation);
  const id = (): string => `01${made.token(24).toLowerCase()}`;
  const conversationId = id();
  const tools = toolNames(conversation).map(
    (name) => `- **${name}**: \`${made.hex(7)}\`<br>\n    Use ${name}.`,
  );
  const offered = tools.length === 0 ? '' : `### Tools\n\n${tools.join('\n')}\n\n`;
  let results: string[] = [];
  let prompt = '-- none --';
  let isFirst = true;
  return untilSaid(conversation.turns)
    .map((turn) => {
      if (turn.by === 'user') {
        prompt = turn.text;
        return '';
      }
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const item = (call: Call, callId: string, text: string): string =>
        `- **${call.tool}**: \`${callId}\`<br>\n${text.replaceAll(/^/gm, '    ')}`;
      const parts = [
        `# ${made.time().slice(0, 19)}    conversation: ${conversationId} id: ${id()}\n\nModel: **${conversation.model}**\n\n`,
        `## Prompt\n\n${prompt}\n\n`,
        ...(isFirst ? [`## System\n\n${conversation.system}\n\n`] : []),
        offered,
        ...(results.length === 0 ? [] : [`### Tool results\n\n${results.join('\n')}\n\n`]),
        `## Response\n\n${turn.text ?? ''}\n\n`,
        ...(calls.length === 0
          ? []
          : [
              `### Tool calls\n\n${calls.map(({ call, id: callId }) => item(call, callId, `Arguments: ${JSON.stringify(call.arguments)}`)).join('\n')}\n\n`,
            ]),
        `## Token usage\n\n${made.number(300, 999)} input, ${usage(made).output_tokens} output\n\n`,
      ];
      results = calls.map(({ call, id: callId }) => item(call, callId, resultText(call)));
      prompt = '-- none --';
      isFirst = false;
      return parts.join('');
    })
    .join('');
}
