/** What agents print while they work, in words for the people who watch them. */
import type { JsonValue } from '@tracewright/core';
import {
  type Call,
  callsOf,
  expectSteps,
  firstEpisode,
  given,
  oneCallEach,
  oneEach,
  pythonJson,
  pythonRepr,
  pythonText,
  resultText,
  speakerOf,
  tell,
  type Turn,
  untilSaid,
  withoutResults,
} from './kit.ts';

/** A word a line tells who speaks; calls are written as in code and once more when they are done; the answer is printed again at the end. */
export const codexExec = oneEach(
  'Codex CLI, what `codex exec` prints',
  'text',
  ['library', 'greenhouse', 'letters', 'press', 'home'],
  (conversation, made) => {
    const turns = firstEpisode(conversation);
    const server = conversation.id;
    const config = {
      workdir: '/workspace',
      model: conversation.model,
      provider: 'openai',
      approval: 'never',
      sandbox: 'workspace-write [workdir, /tmp]',
      'reasoning effort': 'medium',
      'reasoning summaries': 'auto',
      'session id': made.uuid(),
    };
    const settings = Object.entries(config).map(([name, value]) => `${name}: ${value}\n`);
    const head = `OpenAI Codex v0.58.0 (research preview)\n--------\n${settings.join('')}--------\n`;
    const body = tell(
      turns,
      () => '',
      (text) => [
        `user\n${text}\n`,
        `mcp: ${server} starting\nmcp: ${server} ready\nmcp startup: ready: ${server}\n`,
      ],
      (turn, calls) => [
        ...given(turn.thought, (text) => `thinking\n${text}\n`),
        ...given(turn.text, (text) => `codex\n${text}\n`),
        ...calls.map(({ call }) => `tool ${toInvocation(server, call)}\n`),
        ...calls.map(({ call }) => {
          const state = call.failed === true ? 'failed' : 'success';
          const result = {
            content: [{ text: resultText(call), type: 'text' }],
            isError: call.failed === true,
          };
          return `${toInvocation(server, call)} ${state} in ${made.number(12, 900)}ms:\n${JSON.stringify(result, null, 2)}\n`;
        }),
      ],
    );
    const tokens = made.number(2000, 40_000).toLocaleString('en-US');
    return {
      path: `ci/codex-exec-${conversation.id}.log`,
      text: `${head}${body.join('')}tokens used\n${tokens}\n${turns.at(-1)?.text ?? ''}\n`,
      runs: [expectSteps(turns, { textApart: true })],
    };
  },
);

function toInvocation(server: string, call: Call): string {
  return `${server}.${call.tool}(${JSON.stringify(call.arguments)})`;
}

const GRAY = '\u001B[90m';
const BLUE = '\u001B[94m';
const PURPLE = '\u001B[95m';
const END = '\u001B[0m';

/** A dialogue in colours; arguments are those of Python with each colon made an equals sign, and results aren't printed. */
export const swarmRepl = oneEach(
  'Swarm, run_demo_loop in a terminal',
  'text',
  ['refunds', 'home', 'travel', 'library', 'incident'],
  (conversation) => {
    const lines = tell(
      conversation.turns,
      () => '',
      (text) => [`${GRAY}User${END}: ${text}\n`],
      (turn, calls) => [
        `${BLUE}${speakerOf(turn, conversation)}${END}: `,
        ...given(turn.text, (text) => `${text}\n`),
        ...(calls.length > 1 ? ['\n'] : []),
        ...calls.map(({ call }) => {
          const args = pythonJson(call.arguments).replaceAll(':', '=');
          return `${PURPLE}${call.tool}${END}(${args.slice(1, -1)})\n`;
        }),
      ],
    );
    return {
      path: `terminal-${conversation.id}.txt`,
      text: `Starting Swarm CLI 🐝\n${lines.join('')}`,
      runs: [
        withoutResults(
          expectSteps(conversation.turns, {
            argumentsOf: ({ arguments: args }) =>
              JSON.parse(JSON.stringify(args, (_key, value: JsonValue) => withEquals(value))) as JsonValue,
          }),
        ),
      ],
    };
  },
);

function withEquals(value: JsonValue): JsonValue {
  return typeof value === 'string' ? value.replaceAll(':', '=') : value;
}

/** Titles and texts after a time: what is thought in parts, then the command and its arguments, then what it returned. */
export const autogptConsole = oneEach(
  'AutoGPT 0.4, activity.log',
  'text',
  ['research', 'greenhouse', 'game', 'home', 'press'],
  (conversation, made) => {
    const log = (title: string, text: string): string =>
      `${made.time(0.2).replace('T', ' ').replace('.', ',').replace('Z', '')} INFO ${title} ${text}\n`;
    const [task, ...turns] = untilSaid(oneCallEach(firstEpisode(conversation)));
    const steps = turns.map(toCommand);
    const name = conversation.agent;
    const head = [
      log('Using memory of type: ', 'JSONFileMemory'),
      log('Using Browser: ', 'chrome'),
      log('Name :', name),
      log('Role :', conversation.system),
      log('Goals:', ''),
      log('- ', task?.text ?? ''),
      log('API Budget:', 'infinite'),
    ];
    const body = steps.flatMap((turn) =>
      callsOf(turn).flatMap((call) => [
        log(`${name.toUpperCase()} THOUGHTS:`, turn.text ?? 'I go on with the task.'),
        log('REASONING:', (turn.by === 'agent' ? turn.thought : undefined) ?? 'It is the next thing to do.'),
        log('PLAN:', ''),
        log('- ', `use ${call.tool}`),
        log('- ', 'look at what it returns'),
        log('CRITICISM:', 'None so far.'),
        log('NEXT ACTION: ', `COMMAND = ${call.tool}  ARGUMENTS = ${pythonRepr(call.arguments)}`),
        ...(call.tool === DONE
          ? [log('Shutting down...', '')]
          : [
              log('-=-=-=-=-=-=-= COMMAND AUTHORISED BY USER -=-=-=-=-=-=-=', ''),
              log('SYSTEM: ', `Command ${call.tool} returned: ${pythonText(call)}`),
            ]),
      ]),
    );
    return {
      path: `logs/activity-${conversation.id}.log`,
      text: [...head, ...body].join(''),
      runs: [
        [
          { role: 'user' },
          ...withoutResults(expectSteps(steps, { result: pythonText }), (tool) => tool === DONE),
        ],
      ],
    };
  },
);

const DONE = 'task_complete';

/** What ends the task is a command, too. */
function toCommand(turn: Turn): Turn {
  if (turn.by === 'user' || callsOf(turn).length > 0) return turn;
  const call = { tool: DONE, arguments: { reason: turn.text ?? '' }, result: null };
  return { by: 'agent', thought: turn.thought ?? 'All is done.', text: 'The task is done.', calls: [call] };
}
