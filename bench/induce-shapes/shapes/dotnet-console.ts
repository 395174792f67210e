import type { Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  make,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';

const FUNCTION = 'Microsoft.SemanticKernel.KernelFunction';
const CLIENT = 'Microsoft.SemanticKernel.Connectors.OpenAI.OpenAIChatCompletionService';
const CHAT = 'DeskAgent.ChatLoop';

/** The level and the logger on one line, the message indented on the next ones. */
export const dotnetConsole: Shape = {
  source: 'a .NET agent on Semantic Kernel, console logger of Microsoft.Extensions.Logging',
  form: 'text',
  files: () => pick('intake', 'home', 'refunds', 'incident', 'analysis').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const entries: string[] = [];
  const log = (level: string, logger: string, message: string, event: number = 0): void => {
    const lines = message.split('\n').map((line) => `      ${line}\n`);
    entries.push(`${level}: ${logger}[${event}]\n${lines.join('')}`);
  };
  log('info', 'Microsoft.Hosting.Lifetime', 'Application started. Press Ctrl+C to shut down.');
  log('info', 'Microsoft.Hosting.Lifetime', 'Hosting environment: Production');
  for (const turn of conversation.turns) {
    if (turn.by === 'user') {
      log('info', CHAT, `User: ${turn.text}`, 10);
      continue;
    }
    const [input, output] = [made.number(300, 3000), made.number(10, 300)];
    log(
      'info',
      CLIENT,
      `Prompt tokens: ${input}. Completion tokens: ${output}. Total tokens: ${input + output}.`,
    );
    if (turn.thought !== undefined) log('dbug', CHAT, `Reasoning: ${turn.thought}`, 12);
    if (turn.text !== undefined)
      log('info', CHAT, `Assistant (${speakerOf(turn, conversation)}): ${turn.text}`, 11);
    const calls = callsOf(turn);
    if (calls.length > 0) log('dbug', CLIENT, `Tool requests: ${calls.length}`);
    for (const call of calls) {
      const name = `Desk-${call.tool}`;
      log('info', FUNCTION, `Function ${name} invoking.`);
      log('trce', FUNCTION, `Function ${name} arguments: ${JSON.stringify(call.arguments)}`);
      if (call.failed === true) log('fail', FUNCTION, `Function ${name} failed. Error: ${resultText(call)}`);
      else {
        log('info', FUNCTION, `Function ${name} succeeded.`);
        log('trce', FUNCTION, `Function ${name} result: ${resultText(call)}`);
      }
      log('info', FUNCTION, `Function ${name} completed. Duration: 0.${made.number(1000, 9999)}s`);
    }
  }
  log('info', 'Microsoft.Hosting.Lifetime', 'Application is shutting down...');
  return {
    path: `console/${conversation.id}.log`,
    text: entries.join(''),
    runs: [expectSteps(conversation.turns, { textApart: true, toolOf: ({ tool }) => `Desk-${tool}` })],
  };
}
