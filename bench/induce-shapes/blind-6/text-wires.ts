/** Logs of agents in TypeScript, Rust and Ruby that show what goes over the wire to the model. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { Call } from '../conversations.ts';
import { callsOf, expectSteps, resultText } from '../shape.ts';
import { callByCall, declareTool, indentLines, listTools, textShape, withIds } from './text-kit.ts';

/** Every prompt repeats the thread as tagged events, results among them; the reply names the next step as its intent. */
export const bamlLog = textShape(
  'BAML 0.2 at BAML_LOG=info, a loop over a function that chooses the next step',
  ['bakery', 'permit', 'intake'],
  (conversation, made) => {
    const turns = callByCall(conversation.turns);
    const schemas = [
      '{\n  intent: "done_for_now" or "request_more_information",\n  // what the person reads\n  message: string,\n}',
      ...listTools(conversation).map(
        ([tool, args]) =>
          `{\n  intent: "${tool}",\n${Object.keys(args)
            .map((key) => `  ${key}: any,\n`)
            .join('')}}`,
      ),
    ];
    const thread: string[] = [];
    const tag = (name: string, text: string): number => thread.push(`<${name}>\n${text}\n</${name}>\n`);
    const lines = turns.flatMap((turn, index) => {
      if (turn.by === 'user') {
        tag(index === 0 ? 'user_input' : 'human_response', turn.text);
        return [];
      }
      const [call] = callsOf(turn);
      const intent = index === turns.length - 1 ? 'done_for_now' : 'request_more_information';
      const step =
        call === undefined ? { intent, message: turn.text ?? '' } : { intent: call.tool, ...call.arguments };
      const name = step.intent.replaceAll(/(?:^|_)([a-z])/g, (_match, letter: string) =>
        letter.toUpperCase(),
      );
      const said = [turn.thought, call === undefined ? undefined : turn.text].filter(
        (text) => text !== undefined,
      );
      const shown = JSON.stringify(step, null, 2);
      const body = [
        `Client: Main (${conversation.model}) - ${made.number(700, 6000)}ms. StopReason: stop. Tokens(in/out): ${made.number(300, 2000)}/${made.number(12, 180)}`,
        `---PROMPT---\nsystem: ${conversation.system}\nuser: You are working on this thread:\n\n${thread.join('\n')}`,
        `What is the next step?\n\nAnswer in JSON using any of these schemas:\n${schemas.join(' or ')}\n`,
        `---LLM REPLY---\n${said.map((text) => `- ${text}\n`).join('')}\`\`\`json\n${shown}\n\`\`\``,
        `---Parsed Response (class ${name})---\n${shown}`,
      ];
      tag(step.intent, call === undefined ? (turn.text ?? '') : JSON.stringify(call.arguments));
      if (call !== undefined) tag('tool_response', resultText(call));
      return [
        `${made.time().slice(0, 23)} [BAML INFO] Function DetermineNextStep:\n${indentLines(body.join('\n'), '    ')}\n`,
      ];
    });
    return {
      path: `baml/${conversation.id}.log`,
      text: lines.join(''),
      runs: [expectSteps(turns)],
    };
  },
);

/** Each line stands within its spans, whose fields say again what the message says. */
export const rigTracing = textShape(
  'Rig 0.22 for Rust, tracing_subscriber::fmt without colours',
  ['museum', 'greenhouse', 'game'],
  (conversation, made) => {
    const log = (target: string, text: string, level: string = 'INFO'): string =>
      `${made.time().replace('Z', `${made.number(100, 999)}Z`)} ${level.padStart(5)} ${target}: ${text}\n`;
    const place = 'rig::agent::prompt_request';
    let agent = '';
    let depth = 0;
    const lines = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') {
        const fields = {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.agent.name': conversation.agent,
          'gen_ai.system_instructions': conversation.system,
          'gen_ai.prompt': turn.text,
        };
        agent = toSpan('invoke_agent', fields);
        depth = 0;
        return [log('desk::chat', `message from the person text=${JSON.stringify(turn.text)}`)];
      }
      depth += 1;
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const request = log(`${agent}: ${place}`, `Current conversation depth: ${depth}/12\n`);
      const reply = log(
        'desk::chat',
        `reply text=${JSON.stringify(turn.text ?? '')} total_tokens=${made.number(400, 4000)}`,
      );
      return [
        request,
        ...calls.flatMap((call) => {
          const args = JSON.stringify(call.arguments);
          const fields = {
            'gen_ai.operation.name': 'execute_tool',
            'gen_ai.tool.type': 'function',
            'gen_ai.tool.name': call.tool,
            'gen_ai.tool.call.id': call.id,
            'gen_ai.tool.call.arguments': args,
          };
          const result = toRigResult(call);
          const done = toSpan('execute_tool', { ...fields, 'gen_ai.tool.call.result': result });
          const error = log(
            `${agent}:${toSpan('execute_tool', fields)}: ${place}`,
            `Error while executing tool: ${result}`,
            'WARN',
          );
          return [
            ...(call.failed === true ? [error] : []),
            log(
              `${agent}:${done}: ${place}`,
              `executed tool ${call.tool} with args ${args}. result: ${result}`,
            ),
          ];
        }),
        ...(calls.length === 0 ? [reply] : []),
      ];
    });
    return {
      path: `rig/${conversation.id}.log`,
      text: lines.join(''),
      runs: [expectSteps(conversation.turns, { result: toRigResult })],
    };
  },
);

function toSpan(name: string, fields: Readonly<Record<string, string>>): string {
  const written = Object.entries(fields).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `${name}{${written.join(' ')}}`;
}

function toRigResult(call: Call): string {
  const text = resultText(call);
  return call.failed === true ? `Toolset error: ToolCallError: ToolCallError: ${text}` : text;
}

/** The body of each request holds the whole chat; between the bodies stand the calls as Ruby inspects them. */
export const rubyllmLog = textShape(
  'RubyLLM 1.6, log of RUBYLLM_DEBUG=true',
  ['library', 'cluster', 'refunds'],
  (conversation, made) => {
    const pid = made.number(1000, 99_999);
    const log = (level: string, text: string): string => {
      const time = made.time().replace('Z', made.token(3, '0123456789'));
      return `${level.slice(0, 1)}, [${time} #${pid}] ${level.padStart(5)} -- RubyLLM: ${text}\n`;
    };
    const messages: JsonObject[] = [{ role: 'system', content: conversation.system }];
    const tools = listTools(conversation).map(([name, args]) => ({
      type: 'function',
      function: declareTool(name, args),
    }));
    const start = log('DEBUG', `Registering ${tools.length} tools`);
    const lines = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') {
        messages.push({ role: 'user', content: turn.text });
        return [];
      }
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const request = { model: conversation.model, messages: [...messages], stream: false, tools };
      const message = {
        role: 'assistant',
        content: turn.text ?? null,
        ...(calls.length === 0
          ? {}
          : {
              tool_calls: calls.map((call) => ({
                id: call.id,
                type: 'function',
                function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
              })),
            }),
      };
      const response = {
        id: `chatcmpl-${made.token(29)}`,
        object: 'chat.completion',
        created: Math.floor(made.tick() / 1000),
        model: conversation.model,
        choices: [{ index: 0, message, finish_reason: calls.length === 0 ? 'stop' : 'tool_calls' }],
        usage: { prompt_tokens: made.number(300, 2000), completion_tokens: made.number(12, 180) },
      };
      messages.push(
        message,
        ...calls.map((call) => ({ role: 'tool', content: toRubyContent(call), tool_call_id: call.id })),
      );
      return [
        log('INFO', 'request: POST https://api.openai.com/v1/chat/completions'),
        log('DEBUG', `request: ${JSON.stringify(request)}`),
        log('INFO', 'response: Status 200'),
        log('DEBUG', `response: ${JSON.stringify(response)}`),
        ...calls.flatMap((call) => [
          log('DEBUG', `Tool ${call.tool} called with: ${inspectRuby(call.arguments, ' => ')}`),
          log('DEBUG', `Tool ${call.tool} returned: ${inspectRuby(toRubyResult(call), ': ')}`),
        ]),
      ];
    });
    return {
      path: `ruby/${conversation.id}.log`,
      text: [start, ...lines].join(''),
      runs: [expectSteps(conversation.turns, { result: toRubyContent })],
    };
  },
);

/** A tool of this library answers a failure with a hash that holds the error. */
function toRubyResult({ result, failed = false }: Call): JsonValue {
  return failed ? { error: result } : result;
}

function toRubyContent(call: Call): string {
  const result = toRubyResult(call);
  return typeof result === 'string' ? result : inspectRuby(result, ': ');
}

/** As `inspect` of Ruby 3.4 writes it, with keys that are symbols (`key: 1`) or texts (`"key" => 1`). */
function inspectRuby(value: JsonValue, sign: ': ' | ' => '): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('#{', String.raw`\#{`);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value))
    return `[${(value as readonly JsonValue[]).map((item) => inspectRuby(item, sign)).join(', ')}]`;
  const members = Object.entries(value as JsonObject).map(([key, item]) => {
    const isBare = sign === ': ' && /^[a-z_]\w*$/i.test(key);
    return `${isBare ? key : JSON.stringify(key)}${sign}${inspectRuby(item, sign)}`;
  });
  return `{${members.join(', ')}}`;
}
