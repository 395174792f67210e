/** Debug logs of agent frameworks in Python: what each request holds comes back in all later ones. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { wrap } from '../boxes.ts';
import type { Call } from '../conversations.ts';
import { callsOf, expectSteps, firstEpisode, type Made, pythonRepr } from '../shape.ts';
import {
  callByCall,
  centre,
  declareTool,
  type IdentifiedCall,
  listTools,
  pythonResult,
  pythonStr,
  textShape,
  toLoggingTime,
  toSeconds,
  withIds,
} from './text-kit.ts';

/** Each request lists all contents so far, one JSON object a line; each answer names its calls as Python and again in the raw JSON. */
export const adkDebugLog = textShape(
  'Google ADK 1.x for Python, log of `adk web` at level DEBUG',
  ['intake', 'home', 'library'],
  (conversation, made) => {
    const rule = '-'.repeat(59);
    const { model } = conversation;
    const log = (level: string, place: string, text: string): string =>
      `${toLoggingTime(made.time())} - ${level} - ${place} - ${text}\n`;
    const section = (text: string): string => `${text}\n${rule}\n`;
    const contents: JsonObject[] = [];
    const functions = listTools(conversation).map(([name, args]) => {
      const types = Object.keys(args).map((key) => `'${key}': {'type': <Type.STRING: 'STRING'>}`);
      return `${name}: {${types.join(', ')}} `;
    });
    const start = log('INFO', 'agent_loader.py:95', `Found root_agent in ${conversation.agent}.agent`);
    const lines = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') {
        contents.push({ parts: [{ text: turn.text }], role: 'user' });
        return [];
      }
      const request = [
        section('\nLLM Request:'),
        section(`System Instruction:\n${conversation.system}`),
        section("Config:\n{'temperature': 0.2, 'tools': [{}]}"),
        section(`Contents:\n${contents.map((content) => JSON.stringify(content)).join('\n')}`),
        section(`Functions:\n${functions.join('\n')}`),
      ];
      const { text = '', calls = [] } = turn;
      const content = {
        parts: [
          ...(text === '' ? [] : [{ text }]),
          ...calls.map((call) => ({ function_call: { args: call.arguments, name: call.tool } })),
        ],
        role: 'model',
      };
      const input = made.number(300, 2000);
      const output = made.number(12, 180);
      const raw = {
        candidates: [{ content, avg_logprobs: -0.0123, finish_reason: 'STOP' }],
        model_version: model,
        usage_metadata: {
          candidates_token_count: output,
          prompt_token_count: input,
          total_token_count: input + output,
        },
      };
      const response = [
        section('\nLLM Response:'),
        section(`Text:\n${text}`),
        section(
          `Function calls:\n${calls.map((call) => `name: ${call.tool}, args: ${pythonRepr(call.arguments)}`).join('\n')}`,
        ),
        section(`Raw response:\n${JSON.stringify(raw)}`),
      ];
      const answers = calls.map((call) => ({
        function_response: { name: call.tool, response: toReport(call) },
      }));
      contents.push(content, ...(answers.length === 0 ? [] : [{ parts: answers, role: 'user' }]));
      return [
        log(
          'INFO',
          'google_llm.py:133',
          `Sending out request, model: ${model}, backend: GoogleLLMVariant.GEMINI_API, stream: False`,
        ),
        log('DEBUG', 'google_llm.py:174', request.join('')),
        log('INFO', 'models.py:6594', 'AFC is enabled with max remote calls: 10.'),
        log('INFO', 'google_llm.py:186', 'Response received from the model.'),
        log('DEBUG', 'google_llm.py:188', response.join('')),
      ];
    });
    return {
      path: `agents_log/agent.${conversation.id}.log`,
      text: [start, ...lines].join(''),
      runs: [expectSteps(conversation.turns, { result: (call) => JSON.stringify(toReport(call)) })],
    };
  },
);

/** Functions for this framework answer with a dictionary that says how it went. */
function toReport({ result, failed = false }: Call): JsonObject {
  return failed ? { status: 'error', error_message: result } : { status: 'success', report: result };
}

/** Rich breaks the lines at the width of the terminal; arguments stand as `key: value` without quotes. */
export const agnoDebugLog = textShape(
  'Agno 2.x for Python, agent with debug_mode=True in a terminal of 120 columns',
  ['press', 'game', 'cluster'],
  (conversation, made) => {
    const width = 120;
    const log = (level: string, text: string): string =>
      text
        .split('\n')
        .flatMap((line) => wrap(line, width - level.length - 1))
        .map((line, index) => `${index === 0 ? level : ' '.repeat(level.length)} ${line}`.trimEnd())
        .join('\n')
        .concat('\n');
    const debug = (text: string): string => log('DEBUG', text);
    const rule = (title: string, stroke: string): string => debug(centre(` ${title} `, width - 20, stroke));
    const run = made.uuid();
    const turns = firstEpisode(conversation);
    const lines = turns.flatMap((turn) => {
      if (turn.by === 'user') return [rule('user', '='), debug(turn.text)];
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      return [
        rule('assistant', '='),
        ...(turn.thought === undefined ? [] : [debug(`<reasoning>\n${turn.thought}\n</reasoning>`)]),
        ...(turn.text === undefined ? [] : [debug(turn.text)]),
        ...(calls.length === 0 ? [] : [debug(['Tool Calls:', ...calls.map(toAgnoCall)].join('\n'))]),
        ...agnoMetrics(made).map(debug),
        ...calls.flatMap((call) => {
          const spelled = `${call.tool}(${joinArguments(call, '=')})`;
          const warning = log('WARNING', `Could not run function ${spelled}`);
          return [debug(`Running: ${spelled}`), ...(call.failed === true ? [warning] : [])];
        }),
        ...calls.flatMap((call) => [
          rule('tool', '='),
          debug(`Tool call Id: ${call.id}`),
          debug(pythonResult(call)),
          rule('TOOL METRICS', '*'),
          debug(`* Duration:                    0.${made.number(1000, 9999)}s`),
          rule('TOOL METRICS', '*'),
        ]),
      ];
    });
    return {
      path: `agno/${conversation.id}.log`,
      text: [
        rule(`Agent ID: ${conversation.agent}`, '*'),
        debug('Reading sessions from table: agno_sessions'),
        debug(`Creating new AgentSession: ${made.uuid()}`),
        rule(`Agent Run Start: ${run}`, '*'),
        rule('OpenAI Response Start', '-'),
        rule(`Model: ${conversation.model}`, '-'),
        rule('system', '='),
        debug(conversation.system),
        ...lines,
        rule('OpenAI Response End', '-'),
        debug('Added RunOutput to Agent Session'),
        rule(`Agent Run End: ${run}`, '*'),
      ].join(''),
      runs: [expectSteps(turns, { result: pythonResult })],
    };
  },
);

function toAgnoCall(call: IdentifiedCall): string {
  const id = `  - ID: '${call.id}'\n    Name: '${call.tool}'`;
  return Object.keys(call.arguments).length === 0
    ? id
    : `${id}\n    Arguments: '${joinArguments(call, ': ')}'`;
}

function joinArguments(call: Call, sign: string): string {
  return Object.entries(call.arguments)
    .map(([key, value]) => `${key}${sign}${pythonStr(value)}`)
    .join(', ');
}

function agnoMetrics(made: Made): string[] {
  const input = made.number(300, 2000);
  const output = made.number(12, 180);
  const title = centre(' METRICS ', 100, '*');
  return [
    title,
    `* Tokens:                      input=${input}, output=${output}, total=${input + output}`,
    `* Duration:                    ${made.number(1, 6)}.${made.number(1000, 9999)}s`,
    `* Tokens per second:           ${made.number(12, 60)}.${made.number(1000, 9999)} tokens/s`,
    title,
  ];
}

/** The input of the user heads every block of the agent; the answer is the list of Python at the end. */
export const nemoAgentLog = textShape(
  'NVIDIA NeMo Agent Toolkit 1.3, `nat run` of a react_agent with verbose: true',
  ['analysis', 'museum', 'permit'],
  (conversation, made) => {
    const log = (place: string, text: string): string =>
      `${toSeconds(made.time())} - INFO     - ${place} - ${text}\n`;
    const rule = '-'.repeat(30);
    const turns = callByCall(firstEpisode(conversation));
    const task = turns[0]?.by === 'user' ? turns[0].text : '';
    const block = (text: string): string => `\n${rule}\n[AGENT]\n${text}\n${rule}`;
    const think = (text: string): string =>
      log('nat.agent.react_agent.agent:169', block(`Agent input: ${task}\nAgent's thoughts: \n${text}`));
    const start = log(
      'nat.cli.commands.start:192',
      `Starting NAT from config file: 'configs/${conversation.id}.yml'`,
    );
    const lines = turns.slice(1).flatMap((turn) => {
      const calls = callsOf(turn);
      const said = turn.by === 'agent' ? (turn.thought ?? turn.text) : undefined;
      if (calls.length === 0)
        return [
          think(`Thought: I now know the final answer\n\nFinal Answer: ${turn.text ?? ''}\n`),
          log(
            'nat.front_ends.console.console_front_end_plugin:102',
            `\n${'-'.repeat(50)}\nWorkflow Result:\n${pythonRepr([turn.text ?? ''])}\n${'-'.repeat(50)}`,
          ),
        ];
      return calls.flatMap((call) => [
        think(
          `Thought: ${said ?? 'I need one more look before I can answer.'}\n\nAction: ${call.tool}\nAction Input: ${JSON.stringify(call.arguments)}\n`,
        ),
        log(
          'nat.agent.base:221',
          block(
            `Calling tools: ${call.tool}\nTool's input: ${pythonRepr(call.arguments)}\nTool's response: \n${pythonResult(call)}`,
          ),
        ),
      ]);
    });
    return {
      path: `nat/${conversation.id}.log`,
      text: [
        start,
        '\nConfiguration Summary:\n--------------------\nWorkflow Type: react_agent\n',
        `Number of Functions: ${listTools(conversation).length}\nNumber of LLMs: 1\nNumber of Embedders: 0\nNumber of Memory: 0\n\n`,
        ...lines,
      ].join(''),
      runs: [expectSteps(turns, { result: pythonResult })],
    };
  },
);

/** Bare messages of the logger between prompt and answer of a chat in the terminal; the input of each call is the whole chat. */
export const openaiAgentsVerbose = textShape(
  'OpenAI Agents SDK for Python, run_demo_loop after enable_verbose_stdout_logging()',
  ['refunds', 'travel', 'bakery'],
  (conversation, made) => {
    const items: JsonObject[] = [];
    const tools = listTools(conversation).map(([name, args]) => ({
      ...declareTool(name, args),
      strict: true,
      type: 'function',
    }));
    let round = 0;
    const lines = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') {
        items.push({ content: turn.text, role: 'user' });
        round = 0;
        const trace = `trace_${made.hex(32)}`;
        return [
          ` > ${turn.text}`,
          `Creating trace Agent workflow with id ${trace}`,
          `Setting current trace: ${trace}`,
        ];
      }
      round += 1;
      const calls = withIds(turn, () => `call_${made.token(24)}`);
      const output: JsonObject[] = [
        ...(turn.text === undefined ? [] : [toMessage(turn.text, made)]),
        ...calls.map((call) => ({
          arguments: JSON.stringify(call.arguments),
          call_id: call.id,
          name: call.tool,
          type: 'function_call',
          id: `fc_${made.hex(32)}`,
          status: 'completed',
        })),
      ];
      const before = [
        span('Agent', made),
        `Running agent ${conversation.agent} (turn ${round})`,
        span('Response', made),
        `Calling LLM ${conversation.model} with input:\n${pretty(items)}\nTools:\n${pretty(tools)}\nStream: False\nTool choice: NOT_GIVEN\nResponse format: NOT_GIVEN\nPrevious response id: None\n`,
        `LLM resp:\n${pretty(output)}\n`,
      ];
      items.push(
        ...output,
        ...calls.map((call) => ({
          call_id: call.id,
          output: pythonResult(call),
          type: 'function_call_output',
        })),
      );
      if (calls.length === 0) return [...before, 'Resetting current trace', turn.text ?? ''];
      return [
        ...before,
        ...calls.map(() => span('Function', made)),
        ...calls.map((call) => `Invoking tool ${call.tool} with input ${JSON.stringify(call.arguments)}`),
        ...calls.map((call) => `Tool call args: ${pythonRepr(Object.values(call.arguments))}, kwargs: {}`),
        ...calls.map((call) => `Tool ${call.tool} returned ${pythonResult(call)}`),
      ];
    });
    return {
      path: `terminal/${conversation.id}.txt`,
      text: `${[...lines, ' > exit', 'Shutting down trace provider', `Exported ${made.number(8, 30)} items`].join('\n')}\n`,
      runs: [expectSteps(conversation.turns, { result: pythonResult, textApart: true })],
    };
  },
);

function span(kind: string, made: Made): string {
  return `Creating span <agents.tracing.span_data.${kind}SpanData object at 0x${made.hex(12)}> with id None`;
}

function toMessage(text: string, made: Made): JsonObject {
  return {
    id: `msg_${made.hex(32)}`,
    content: [{ annotations: [], text, type: 'output_text', logprobs: [] }],
    role: 'assistant',
    status: 'completed',
    type: 'message',
  };
}

function pretty(value: JsonValue): string {
  return JSON.stringify(value, null, 2);
}
