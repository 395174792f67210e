/** Claude Code and Codex as their exporters send: events over OTLP logs, a few an export, to the real command. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Attribute, type LiveServer, post, START_MS, startLive, toAttributes } from './live-server.ts';

const WITHIN = { timeout: 10_000, interval: 50 };

interface Event {
  readonly name: string;
  readonly atMs: number;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** As the agents' own exporters write it: Claude Code names the event in an attribute and the body, Codex in the record. */
function toLogsRequest(agent: 'claude_code' | 'codex', session: string, events: readonly Event[]): object {
  const isClaude = agent === 'claude_code';
  const logRecords = events.map(({ name, atMs, attributes }) => ({
    timeUnixNano: `${START_MS + atMs}000000`,
    observedTimeUnixNano: `${START_MS + atMs}000000`,
    ...(isClaude
      ? { body: { stringValue: `claude_code.${name}` } }
      : { eventName: `codex.${name}`, severityNumber: 9, severityText: 'INFO' }),
    attributes: toAttributes({
      [isClaude ? 'session.id' : 'conversation.id']: session,
      ...attributes,
      ...(isClaude
        ? { 'event.name': name, 'event.timestamp': new Date(START_MS + atMs).toISOString() }
        : { 'event.name': `codex.${name}` }),
    }),
  }));
  const resource = isClaude
    ? { 'service.name': 'claude-code', 'service.version': '2.1.5' }
    : { 'service.name': 'codex_cli_rs', 'service.version': '0.99.0', env: 'dev' };
  const scope = isClaude
    ? { name: 'com.anthropic.claude_code.events', version: '2.1.5' }
    : { name: 'codex_otel' };
  return {
    resourceLogs: [{ resource: { attributes: toAttributes(resource) }, scopeLogs: [{ scope, logRecords }] }],
  };
}

const CLAUDE: readonly Event[] = (
  [
    ['user_prompt', 0, { prompt: 'Fix the failing test', prompt_length: 20 }],
    [
      'api_request',
      2000,
      {
        model: 'claude-sonnet-4-5',
        input_tokens: 100,
        output_tokens: 40,
        cache_read_tokens: 1000,
        cache_creation_tokens: 60,
        cost_usd: 0.0125,
        duration_ms: 1800,
        request_id: 'req_1',
      },
    ],
    [
      'tool_decision',
      2100,
      { tool_name: 'Bash', decision: 'accept', source: 'config', tool_use_id: 'toolu_1' },
    ],
    [
      'tool_result',
      2900,
      {
        tool_name: 'Bash',
        tool_use_id: 'toolu_1',
        success: 'false',
        error: 'exit code 1: 2 tests failed',
        duration_ms: 700,
        tool_parameters: '{"bash_command":"npm test"}',
      },
    ],
    [
      'tool_decision',
      3100,
      { tool_name: 'Edit', decision: 'reject', source: 'user_reject', tool_use_id: 'toolu_2' },
    ],
    [
      'api_request',
      5000,
      {
        model: 'claude-sonnet-4-5',
        input_tokens: 20,
        output_tokens: 10,
        cost_usd: 0.0075,
        duration_ms: 900,
        request_id: 'req_2',
      },
    ],
  ] as const
).map(([name, atMs, attributes], sequence) => ({
  name,
  atMs,
  attributes: {
    'user.id': 'u-1',
    'prompt.id': 'prompt-1',
    'event.sequence': sequence,
    ...attributes,
  },
}));

const CODEX: readonly Event[] = (
  [
    [
      'conversation_starts',
      0,
      { model: 'gpt-5-codex', provider_name: 'OpenAI', approval_policy: 'on-request' },
    ],
    ['user_prompt', 100, { prompt: 'Count the files', prompt_length: 15 }],
    ['api_request', 1000, { duration_ms: 800, 'http.response.status_code': 200, attempt: 1 }],
    ['sse_event', 1500, { 'event.kind': 'response.output_text.delta', duration_ms: 5 }],
    [
      'sse_event',
      1900,
      {
        'event.kind': 'response.completed',
        input_token_count: 700,
        cached_token_count: 500,
        output_token_count: 50,
        reasoning_token_count: 30,
        tool_token_count: 750,
      },
    ],
    [
      'tool_decision',
      2000,
      { tool_name: 'shell', call_id: 'call_1', decision: 'approved', source: 'Config' },
    ],
    [
      'tool_result',
      2300,
      {
        tool_name: 'shell',
        call_id: 'call_1',
        arguments: '{"command":["ls"]}',
        output: 'a.txt b.txt',
        success: 'true',
        duration_ms: 250,
      },
    ],
  ] as const
).map(([name, atMs, attributes]) => ({
  name,
  atMs,
  attributes: { 'app.version': '0.99.0', model: 'gpt-5-codex', ...attributes },
}));

let live: LiveServer;
beforeAll(async () => {
  live = await startLive();
}, 120_000);
afterAll(() => live[Symbol.asyncDispose]());

/** In exports of two, the last before the first, one of them twice. */
async function sendAll(
  agent: 'claude_code' | 'codex',
  session: string,
  events: readonly Event[],
  isProtobuf: boolean,
): Promise<void> {
  const groups = events.flatMap((_event, index) => (index % 2 === 0 ? [events.slice(index, index + 2)] : []));
  for (const group of [...groups.toReversed(), groups[0] ?? []]) {
    const answer = await post(live.url, toLogsRequest(agent, session, group), {
      signal: 'logs',
      protobuf: isProtobuf,
    });
    expect([answer.status, answer.text.replace('{}', '')]).toEqual([200, '']);
  }
  await expect.poll(async () => (await live.health()).ingest?.pendingRuns, WITHIN).toBe(0);
}

async function showSession(session: string): Promise<Awaited<ReturnType<LiveServer['show']>>> {
  const runs = await live.runs(`session = "${session}"`);
  expect(runs).toHaveLength(1);
  return live.show(runs[0]?.runId ?? '');
}

describe.each([
  ['JSON', false],
  ['protobuf', true],
])('log events of coding agents in %s', (encoding, isProtobuf) => {
  it('make one run of a Claude Code session, in order, with tokens and cost', async () => {
    await sendAll('claude_code', `claude-${encoding}`, CLAUDE, isProtobuf);
    const { run, steps } = await showSession(`claude-${encoding}`);
    expect(run).toMatchObject({
      // A session of events has no span that ends it: it runs while events come.
      state: 'running',
      agent: 'claude_code',
      model: 'claude-sonnet-4-5',
      taskText: 'Fix the failing test',
      // Cached input is input.
      tokens: 100 + 1000 + 60 + 40 + 20 + 10,
      costUsd: 0.02,
      spans: CLAUDE.length,
    });
    const told = steps.map(({ role, action, observation }) => [
      role,
      action.tool,
      observation?.status ?? null,
    ]);
    expect(told[0]).toEqual(['user', null, null]);
    const tools = steps.filter(({ action }) => action.tool !== null);
    expect(tools.map(({ action, observation }) => [action.tool, observation?.status])).toEqual([
      ['Bash', 'error'],
      ['Edit', 'error'],
    ]);
    expect(tools[0]?.action.arguments).toEqual({ bash_command: 'npm test' });
    expect(tools[0]?.observation?.text).toContain('2 tests failed');
    expect(tools[1]?.observation?.text ?? '').toContain('reject');
    const { spans } = await live.get<{ spans: { children: { name: string }[] }[] }>(
      `/api/runs/${run.runId}/tree`,
    );
    expect(spans.flatMap(({ children }) => children.map(({ name }) => name))).toEqual(
      CLAUDE.slice(1).map(({ name }) => `claude_code.${name}`),
    );
  });

  it('make one run of a Codex session, in order, with tokens and cost', async () => {
    await sendAll('codex', `codex-${encoding}`, CODEX, isProtobuf);
    const { run, steps } = await showSession(`codex-${encoding}`);
    expect(run).toMatchObject({
      state: 'running',
      agent: 'codex',
      model: 'gpt-5-codex',
      taskText: 'Count the files',
      tokens: 750,
      // Not in the events: reckoned with what 200 fresh, 500 cached and 50 tokens of output cost per million.
      costUsd: (200 * 1.25 + 500 * 0.125 + 50 * 10) / 1e6,
      // Fragments of a stream are passed over.
      spans: CODEX.length - 1,
    });
    expect(steps.filter(({ action }) => action.tool !== null)).toMatchObject([
      {
        action: { tool: 'shell', arguments: { command: ['ls'] } },
        observation: { text: 'a.txt b.txt', status: 'ok' },
      },
    ]);
    const times = steps.map(({ startTime }) => Date.parse(startTime ?? ''));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
