/** What a job of CI, a recorded terminal and a test runner keep of an agent. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { Call, Turn } from '../conversations.ts';
import { callsOf, expectSteps, firstEpisode, type Made, pythonRepr, resultText } from '../shape.ts';
import { callByCall, centre, listTools, pythonResult, textShape, toSeconds, withIds } from './text-kit.ts';

/** Each line of the job bears the time, those of the JSON over many lines too. */
export const actionsRunLog = textShape(
  'GitHub Actions, raw log of a job that runs claude-code-action with show_full_output',
  ['incident', 'analysis', 'coding'],
  (conversation, made) => {
    const turns = firstEpisode(conversation);
    const session = made.uuid();
    const messages = turns
      .slice(1)
      .flatMap((turn) => toStreamMessages(turn, conversation.model, session, made));
    const init = {
      type: 'system',
      subtype: 'init',
      cwd: '/home/runner/work/desk/desk',
      session_id: session,
      tools: listTools(conversation).map(([name]) => name),
      model: conversation.model,
      permissionMode: 'default',
    };
    const result = {
      type: 'result',
      subtype: 'success',
      is_error: false,
      duration_ms: made.number(20_000, 90_000),
      num_turns: messages.length,
      result: turns.at(-1)?.text ?? '',
      session_id: session,
      total_cost_usd: made.number(10, 400) / 1000,
    };
    const blocks = [
      "Current runner version: '2.328.0'",
      '##[group]Operating System\nUbuntu\n24.04.3\nLTS\n##[endgroup]',
      '##[group]GITHUB_TOKEN Permissions\nContents: write\nMetadata: read\n##[endgroup]',
      'Secret source: Actions\nPrepare workflow directory\nPrepare all required actions\nComplete job name: agent',
      '##[group]Run anthropics/claude-code-action@v1\nwith:\n  show_full_output: true\n  anthropic_api_key: ***\n##[endgroup]',
      '\u001b[36;1mbun run ${GITHUB_ACTION_PATH}/src/entrypoints/prepare.ts\u001b[0m',
      `===== FINAL PROMPT =====\n${turns[0]?.text ?? ''}\n=======================`,
      'Running Claude Code via SDK (full output mode)...',
      ...[init, ...messages, result].map((message) => JSON.stringify(message, null, 2)),
      'Log saved to /home/runner/work/_temp/claude-execution-output.json',
      'Post job cleanup.\n[command]/usr/bin/git version\ngit version 2.51.0\nCleaning up orphan processes',
    ];
    const stamped = blocks.flatMap((block) => {
      const time = made.time().replace('Z', '0000Z');
      return block.split('\n').map((line) => `${time} ${line}\n`);
    });
    return {
      path: `actions/${conversation.id}/3_agent.txt`,
      text: stamped.join(''),
      runs: [expectSteps(turns, { textApart: true })],
    };
  },
);

/** Each block of content is a message of its own; so are the results. */
function toStreamMessages(turn: Turn, model: string, session: string, made: Made): JsonObject[] {
  const calls = withIds(turn, () => `toolu_01${made.token(22)}`);
  const id = `msg_01${made.token(22)}`;
  const usage = { input_tokens: made.number(3, 900), output_tokens: made.number(3, 300) };
  const blocks: JsonObject[] = [
    ...(turn.text === undefined ? [] : [{ type: 'text', text: turn.text }]),
    ...calls.map((call) => ({ type: 'tool_use', id: call.id, name: call.tool, input: call.arguments })),
  ];
  return [
    ...blocks.map((block) => ({
      type: 'assistant',
      message: { model, id, type: 'message', role: 'assistant', content: [block], stop_reason: null, usage },
      parent_tool_use_id: null,
      session_id: session,
    })),
    ...calls.map((call) => ({
      type: 'user',
      message: {
        role: 'user',
        content: [
          {
            tool_use_id: call.id,
            type: 'tool_result',
            content: resultText(call),
            ...(call.failed === true ? { is_error: true } : {}),
          },
        ],
      },
      parent_tool_use_id: null,
      session_id: session,
    })),
  ];
}

/** All that went to the terminal: colours, a line that is drawn again as it is typed, a spinner that is wiped away. */
export const gooseScreen = textShape(
  'script(1) around `goose session` 1.9 with GOOSE_CLI_MIN_PRIORITY=0',
  ['game', 'cluster', 'museum'],
  (conversation, made) => {
    const style = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;
    const dim = (text: string): string => style(2, text);
    const turns = callByCall(conversation.turns);
    const at = (seconds: number): string => `${toSeconds(made.time(seconds))}+00:00`;
    const spinner = '\u001b[?25l◒  Untangling the reeds...\r\u001b[2K\u001b[?25h';
    let tokens = 1800;
    const lines = turns.flatMap((turn) => {
      if (turn.by === 'user') {
        const prompt = '\u001b[1;36m( O)> \u001b[0m';
        return [`\u001b[?2004h\r\u001b[K${prompt}${turn.text}\u001b[?2004l\n`];
      }
      tokens += made.number(200, 900);
      const used = Math.round((tokens / 128_000) * 100);
      const bar = `${'━'.repeat(Math.round(used / 5))}${'╌'.repeat(20 - Math.round(used / 5))}`;
      const said = turn.text === undefined ? [] : [`${turn.text}\n`];
      if (callsOf(turn).length === 0)
        return [
          spinner,
          ...said,
          `\n  ${style(32, bar)} ${dim(`${used}% ${Math.round(tokens / 1000)}k/128k`)}\n`,
        ];
      return [
        spinner,
        ...said,
        ...callsOf(turn).map(
          (call) =>
            `\n  ${dim('▸')} ${dim(call.tool)} ${style(35, conversation.agent)}\n${writeParameters(call.arguments, 1)}\n`,
        ),
        ...callsOf(turn).map((call) => `${resultText(call)}\n`),
      ];
    });
    const head = [
      '$ goose session\n\u001b]0;🪿 work\u0007',
      `\n  ${style(32, '●')} ${dim('new session')} ${dim('·')} ${dim('openai')} ${style(36, conversation.model)}\n`,
      `    ${dim(`${conversation.startedAt.slice(0, 10).replaceAll('-', '')}_1`)} ${dim('· /home/desk/work')}\n`,
      `\n${style(1, '🪿 goose')} ${dim('is ready, write to it')}\n\n`,
    ];
    const screen = [...head, ...lines, '\u001b[?2004h( O)> /exit\u001b[?2004l\n', '$ exit\n'].join('');
    return {
      path: `typescript-${conversation.id}`,
      text: [
        `Script started on ${at(0)} [TERM="xterm-256color" TTY="/dev/pts/3" COLUMNS="160" LINES="45"]\n`,
        screen.replaceAll('\n', '\r\n'),
        `\nScript done on ${at(95)} [COMMAND_EXIT_CODE="0"]\n`,
      ].join(''),
      runs: [expectSteps(turns)],
    };
  },
);

/** A line for each value, members of an object one step further in. */
function writeParameters(args: Readonly<Record<string, JsonValue>>, depth: number): string {
  return Object.entries(args)
    .map(([key, value]) => {
      const label = `${'    '.repeat(depth)}\u001b[2m${key}\u001b[0m:`;
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return `${label}\n${writeParameters(value as JsonObject, depth + 1)}`;
      const colour = typeof value === 'string' ? 32 : 33;
      return `${label} \u001b[${colour}m${String(value)}\u001b[0m\n`;
    })
    .join('');
}

/** Calls as Python spells them; where the test fails, its report repeats the lines. */
export const pytestLiveLog = textShape(
  'pytest 8 with log_cli = true, a test that plays a chat against an agent',
  ['refunds', 'library', 'bakery'],
  (conversation, made) => {
    const info = (place: string, text: string): string => `INFO     desk.${place} ${text}\n`;
    const lines = conversation.turns.flatMap((turn) => {
      if (turn.by === 'user') return [info('chat:chat.py:41', `user: ${turn.text}`)];
      return [
        'INFO     httpx:_client.py:1740 HTTP Request: POST https://api.openai.com/v1/chat/completions "HTTP/1.1 200 OK"\n',
        ...(turn.text === undefined ? [] : [info('chat:chat.py:58', `agent: ${turn.text}`)]),
        ...callsOf(turn).flatMap((call) => [
          info('tools:tools.py:73', `calling ${call.tool}(${toKeywords(call)})`),
          call.failed === true
            ? `WARNING  desk.tools:tools.py:80 ${call.tool} failed: ${pythonResult(call)}\n`
            : info('tools:tools.py:77', `${call.tool} returned ${pythonResult(call)}`),
        ]),
      ];
    });
    const rule = (title: string, stroke: string): string => `${centre(` ${title} `, 80, stroke)}\n`;
    const test = `test_${conversation.id}`;
    const seconds = `${made.number(4, 40)}.${made.number(10, 99)}s`;
    const report =
      conversation.id === 'bakery'
        ? [
            `FAILED${' '.repeat(67)}[100%]\n\n`,
            rule('FAILURES', '='),
            rule(test, '_'),
            `\n    async def ${test}(chat):\n        await chat.play()\n>       assert chat.spent < 0.02\nE       assert 0.031 < 0.02\n\ntests/test_desk.py:31: AssertionError\n`,
            rule('Captured log call', '-'),
            ...lines,
            rule('short test summary info', '='),
            `FAILED tests/test_desk.py::${test} - assert 0.031 < 0.02\n`,
            rule(`1 failed in ${seconds}`, '='),
          ]
        : [`PASSED${' '.repeat(67)}[100%]\n\n`, rule(`1 passed in ${seconds}`, '=')];
    return {
      path: `pytest/${conversation.id}.log`,
      text: [
        rule('test session starts', '='),
        'platform linux -- Python 3.12.7, pytest-8.3.3, pluggy-1.5.0 -- /app/.venv/bin/python\n',
        'cachedir: .pytest_cache\nrootdir: /app\nconfigfile: pyproject.toml\nplugins: anyio-4.6.2, asyncio-0.24.0\n',
        `collecting ... collected 1 item\n\ntests/test_desk.py::${test} \n`,
        rule('live log call', '-'),
        ...lines,
        ...report,
      ].join(''),
      runs: [expectSteps(conversation.turns, { result: pythonResult, textApart: true })],
    };
  },
);

function toKeywords(call: Call): string {
  return Object.entries(call.arguments)
    .map(([key, value]) => `${key}=${pythonRepr(value)}`)
    .join(', ');
}
