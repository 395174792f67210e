/** Markdown that editors and notebooks write. */
import type { JsonObject } from '@tracewright/core';
import type { Call, Turn } from '../conversations.ts';
import { episodes, expectSteps, type Made, plainText, pythonJson, pythonRepr, resultText } from '../shape.ts';
import { declareTool, type IdentifiedCall, indentLines, listTools, textShape, withIds } from './text-kit.ts';

/** The last request of a chat holds all of it, in fences of tildes below the role; a call and its result share a pictogram and an id. */
export const copilotDebugMarkdown = textShape(
  'GitHub Copilot Chat for VS Code, a request exported from the chat debug view',
  ['coding', 'press', 'cluster'],
  (conversation, made) => {
    const section = (role: string, text: string): string => `### ${role}\n~~~md\n${text}\n~~~\n\n`;
    const id = made.hex(8);
    const started = made.time();
    const tools = listTools(conversation).map(([name, args]) => declareTool(name, args));
    const head = [
      '> 🚨 This log can hold personal information such as contents of files. Look through it before you pass it on.',
      `# panel/editAgent - ${id}\n`,
      '- [Metadata](#metadata)\n- [Request Messages](#request-messages)\n- [Response](#response)\n',
      '## Metadata\n<pre><code>',
      `requestType      : ChatCompletions\nmodel            : ${conversation.model}`,
      `maxPromptTokens  : 127805\nmaxResponseTokens: 16384\nlocation         : 7\nourRequestId     : ${made.uuid()}`,
      `startTime        : ${started}\nendTime          : ${made.time()}\nduration         : ${made.number(900, 9000)}ms`,
      `usage            : ${JSON.stringify({ prompt_tokens: made.number(3000, 9000), completion_tokens: made.number(20, 400) })}`,
      `tools            :\n<details>\n<summary>Click to expand</summary>\n\n${JSON.stringify(tools, null, 4)}\n</details>`,
      '</code></pre>',
    ];
    const last = conversation.turns.at(-1);
    const requests = conversation.turns.slice(0, -1).flatMap((turn) => {
      if (turn.by === 'user') {
        const date = `<context>\nThe current date is ${started.slice(0, 10)}.\n</context>`;
        return [section('User', `${date}\n<userRequest>\n${turn.text}\n</userRequest>`)];
      }
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const asked = calls.map(
        (call) => `🛠️ ${call.tool} (${call.id}) ${JSON.stringify(call.arguments, null, 2)}`,
      );
      const said = turn.text === undefined ? asked : [turn.text, ...asked];
      return [
        section('Assistant', said.join('\n')),
        ...calls.map((call) => section('Tool', `🛠️ ${call.id}\n${resultText(call)}`)),
      ];
    });
    return {
      path: `copilot/${conversation.id}.copilotmd`,
      text: [
        `${head.join('\n')}\n## Request Messages\n`,
        section('System', conversation.system),
        ...requests,
        `## Response\n`,
        section('Assistant', last?.text ?? ''),
        `<a id="${id}"></a>\n`,
      ].join(''),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** What the cells print stands indented by four blanks: dictionaries of Python and the objects of the client's library. */
export const notebookMarkdown = textShape(
  'Jupyter nbconvert --to markdown, a notebook that prints each message of an OpenAI chat',
  ['analysis', 'greenhouse', 'travel'],
  (conversation, made) => {
    const cell = (code: string, printed: readonly string[]): string =>
      `\n\`\`\`python\n${code}\n\`\`\`\n${printed.length === 0 ? '' : `\n${printed.map((line) => indentLines(line, '    ')).join('\n')}\n\n`}`;
    const print = (turn: Turn): string[] => {
      if (turn.by === 'user') return [pythonRepr({ role: 'user', content: turn.text })];
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const content = pythonRepr(turn.text ?? null);
      const asked = calls.length === 0 ? 'None' : `[${calls.map(toToolCall).join(', ')}]`;
      return [
        `ChatCompletionMessage(content=${content}, refusal=None, role='assistant', annotations=[], audio=None, function_call=None, tool_calls=${asked})`,
        ...calls.map((call) =>
          pythonRepr({ role: 'tool', tool_call_id: call.id, content: toPythonContent(call) }),
        ),
      ];
    };
    const cells = episodes(conversation.turns).map((turns, index) => {
      const code = `messages = run(messages, questions[${index}])`;
      return `\n### Question ${index + 1}\n${cell(code, turns.flatMap(print))}`;
    });
    return {
      path: `notebooks/${conversation.id}.md`,
      text: [
        `# ${conversation.title}\n\nA loop around the chat completions API with ${listTools(conversation).length} functions.\n`,
        cell('%pip install -q openai', [`Note: you may need to restart the kernel to use updated packages.`]),
        cell('import json\nfrom openai import OpenAI\n\nclient = OpenAI()', []),
        cell(
          'def run(messages, question):\n    show(messages, {"role": "user", "content": question})\n    while True:\n        reply = complete(messages)\n        show(messages, reply)\n        if not reply.tool_calls:\n            return messages\n        for call in reply.tool_calls:\n            show(messages, answer(call))',
          [],
        ),
        ...cells,
      ].join(''),
      runs: [expectSteps(conversation.turns, { result: toPythonContent })],
    };
  },
);

function toToolCall(call: IdentifiedCall): string {
  const args = pythonRepr(JSON.stringify(call.arguments));
  return `ChatCompletionMessageFunctionToolCall(id='${call.id}', function=Function(arguments=${args}, name='${call.tool}'), type='function')`;
}

function toPythonContent({ result }: Call): string {
  return typeof result === 'string' ? result : pythonJson(result, false);
}

/** Headings for the two sides; below the assistant all calls with their ids and input, then all results, of which some are printed twice. */
export const zedMarkdown = textShape(
  'Zed 0.200, "Open Thread as Markdown"',
  ['cluster', 'library', 'coding'],
  (conversation, made) => {
    const turns = conversation.turns.map((turn) => {
      if (turn.by === 'user') return `## User\n\n${turn.text}\n`;
      const calls = withIds(turn, () => `toolu_${made.token(24)}`);
      return [
        '## Assistant\n\n',
        ...(turn.thought === undefined ? [] : [`<think>${turn.thought}</think>\n`]),
        ...(turn.text === undefined ? [] : [`${turn.text}\n`]),
        ...calls.map(
          (call) =>
            `**Tool Use**: ${call.tool} (ID: ${call.id})\n\`\`\`json\n${JSON.stringify(call.arguments, null, 2)}\n\`\`\`\n\n`,
        ),
        ...calls.map((call) => toZedResult(call, made)),
      ].join('');
    });
    return {
      path: `zed/${conversation.id}.md`,
      text: turns.join('\n'),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toZedResult(call: IdentifiedCall, made: Made): string {
  const output: JsonObject = { output: call.result, elapsed_ms: made.number(9, 900) };
  const debug = `**Debug Output**:\n\n\`\`\`json\n${JSON.stringify(output, null, 2)}\n\`\`\`\n\n`;
  const failed = call.failed === true;
  return `**Tool Result**: ${call.tool} (ID: ${call.id})\n\n${failed ? '**ERROR:**\n' : ''}${plainText(call.result)}\n\n${failed ? '' : debug}`;
}
