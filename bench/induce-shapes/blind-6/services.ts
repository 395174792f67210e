/** Agents as services: the history of a state machine, and log lines of pods as a shipper sends them. */
import { given, severalEach } from '../blind-2/kit.ts';
import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import { expectSteps, json, jsonLines, make, type Made, resultText } from '../shape.ts';
import { agentTurns, callsWithIds, type CallWithId, each } from './kit.ts';

/** Events of tasks in which inputs and outputs are JSON as text; a task runs a model or the function of one call. */
export const stepFunctions = each(
  'AWS Step Functions, get-execution-history of an agent loop',
  ['analysis', 'cluster', 'game', 'permit'],
  (conversation, made) => ({
    path: `execution-${conversation.id}.json`,
    text: json({ events: toHistory(conversation, made) }, 4),
    runs: [expectSteps(conversation.turns)],
  }),
);

const ACCOUNT = '111122223333';

function toHistory(conversation: Conversation, made: Made): object[] {
  const question = conversation.turns[0]?.text ?? '';
  const messages: object[] = [{ role: 'user', content: [{ type: 'text', text: question }] }];
  const events: object[] = [];
  const add = (type: string, member: string | undefined, details: object): void => {
    const head = { timestamp: made.time(), type, id: events.length + 1, previousEventId: events.length };
    events.push(member === undefined ? head : { ...head, [member]: details });
  };
  const whole = { truncated: false };
  const enter = (state: string, name: string, input: unknown): void =>
    add(`${state}StateEntered`, 'stateEnteredEventDetails', {
      name,
      input: JSON.stringify(input),
      inputDetails: whole,
    });
  const leave = (state: string, name: string, output: unknown): void =>
    add(`${state}StateExited`, 'stateExitedEventDetails', {
      name,
      output: JSON.stringify(output),
      outputDetails: whole,
    });
  const schedule = (resourceType: string, resource: string, parameters: object): void => {
    add('TaskScheduled', 'taskScheduledEventDetails', {
      resourceType,
      resource,
      region: 'eu-north-1',
      parameters: JSON.stringify(parameters),
    });
    add('TaskStarted', 'taskStartedEventDetails', { resourceType, resource });
  };
  const succeed = (resourceType: string, resource: string, output: object): void =>
    add('TaskSucceeded', 'taskSucceededEventDetails', {
      resourceType,
      resource,
      output: JSON.stringify(output),
      outputDetails: whole,
    });
  const use = ({ call, id }: CallWithId): void => {
    enter('Task', 'Run tool', { type: 'tool_use', id, name: call.tool, input: call.arguments });
    const FunctionName = `arn:aws:lambda:eu-north-1:${ACCOUNT}:function:${call.tool}`;
    schedule('lambda', 'invoke', { FunctionName, Payload: call.arguments });
    if (call.failed)
      add('TaskFailed', 'taskFailedEventDetails', {
        resourceType: 'lambda',
        resource: 'invoke',
        error: 'ToolError',
        cause: JSON.stringify({ errorMessage: resultText(call), errorType: 'ToolError', trace: [] }),
      });
    else
      succeed('lambda', 'invoke', {
        ExecutedVersion: '$LATEST',
        Payload: call.result,
        SdkHttpMetadata: { HttpStatusCode: 200 },
        StatusCode: 200,
      });
    leave('Task', 'Run tool', toToolResult({ call, id }));
  };
  const step = (turn: AgentTurn): void => {
    const calls = callsWithIds(turn, () => `toolu_bdrk_${made.token(22)}`);
    const content = [
      ...given(turn.text, (text) => ({ type: 'text', text })),
      ...calls.map(({ call, id }) => ({ type: 'tool_use', id, name: call.tool, input: call.arguments })),
    ];
    const stop_reason = calls.length > 0 ? 'tool_use' : 'end_turn';
    enter('Task', 'Invoke model', { messages });
    schedule('bedrock', 'invokeModel', {
      ModelId: conversation.model,
      Body: {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 2048,
        system: conversation.system,
        messages,
      },
    });
    succeed('bedrock', 'invokeModel', {
      Body: {
        id: `msg_bdrk_${made.token(22)}`,
        type: 'message',
        role: 'assistant',
        content,
        stop_reason,
        usage: { input_tokens: made.number(300, 3000), output_tokens: made.number(20, 300) },
      },
      ContentType: 'application/json',
    });
    leave('Task', 'Invoke model', { stop_reason });
    enter('Choice', 'Tools wanted?', { stop_reason });
    leave('Choice', 'Tools wanted?', { stop_reason });
    for (const call of calls) use(call);
    messages.push({ role: 'assistant', content });
    if (calls.length > 0) messages.push({ role: 'user', content: calls.map(toToolResult) });
  };
  add('ExecutionStarted', 'executionStartedEventDetails', {
    input: JSON.stringify({ prompt: question }),
    inputDetails: whole,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/agent-loop`,
  });
  for (const turn of agentTurns(conversation)) step(turn);
  enter('Succeed', 'Done', {});
  leave('Succeed', 'Done', {});
  add('ExecutionSucceeded', 'executionSucceededEventDetails', {
    output: JSON.stringify({ answer: conversation.turns.at(-1)?.text }),
    outputDetails: whole,
  });
  return events;
}

function toToolResult({ call, id }: CallWithId): object {
  return {
    type: 'tool_result',
    tool_use_id: id,
    content: resultText(call),
    ...(call.failed ? { is_error: true } : {}),
  };
}

/** The line of the program is JSON as text; lines of two sessions in one pod come as they came, with probes between. */
export const fluentBit = severalEach(
  'Fluent Bit, tail of container logs with Kubernetes metadata (a Go agent that logs with zap)',
  'json',
  [
    ['refunds', 'greenhouse'],
    ['incident', 'bakery'],
    ['library', 'intake'],
  ],
  (conversations, index) => ({
    path: `fluent-bit/agent-${index + 1}.jsonl`,
    text: jsonLines(toPodLines(conversations, index)),
    runs: conversations.map(({ turns }) => expectSteps(turns, { textApart: true })),
  }),
);

interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly session?: string;
}

/** Two lines of one session, two of the other, and so on; the clock is the pod's. */
function toPodLines(conversations: readonly Conversation[], index: number): object[] {
  const [clock] = conversations.map(make);
  const queues = conversations.map(toZapLines);
  const longest = Math.max(...queues.map(({ length }) => length));
  const merged = Array.from({ length: Math.ceil(longest / 2) }, (_, round) => [
    ...queues.flatMap((queue) => queue.slice(round * 2, round * 2 + 2)),
    ...(round % 3 === 0 ? [{ level: 'debug', msg: 'GET /healthz', status: 200 }] : []),
  ]).flat();
  const pod_name = `agent-6d5f9c7b88-x${index}k2p`;
  return merged.map(({ level, msg, ...more }) => {
    const time = clock?.time(0.6) ?? '';
    const caller = 'agent/loop.go:88';
    const log = { level, ts: Date.parse(time) / 1000, logger: 'agent', caller, msg, ...more };
    return {
      date: Date.parse(time) / 1000,
      time: time.replace('Z', '118204Z'),
      stream: 'stderr',
      _p: 'F',
      log: JSON.stringify(log),
      kubernetes: {
        pod_name,
        namespace_name: 'assistants',
        pod_id: '5e0c8b1a-4b0f-4a39-a8f3-0f0c7c5a9d21',
        labels: { app: 'agent', 'pod-template-hash': '6d5f9c7b88' },
        host: 'node-03',
        container_name: 'agent',
        container_image: 'registry.example/agent:2.4.1',
      },
    };
  });
}

function toZapLines(conversation: Conversation): LogLine[] {
  const made = make(conversation);
  const session = `s-${made.hex(8)}`;
  const line = (level: string, msg: string, more: object): LogLine => ({ level, msg, ...more, session });
  const end = (call: Call, call_id: string): LogLine => {
    const duration_ms = made.number(3, 2000);
    return call.failed
      ? line('error', 'tool call failed', { call_id, error: resultText(call), duration_ms })
      : line('info', 'tool call finished', { call_id, output: call.result, duration_ms });
  };
  const answer = (turn: AgentTurn): LogLine[] => {
    const calls = callsWithIds(turn, () => `call_${made.token(10)}`);
    return [
      line('debug', 'model responded', {
        model: conversation.model,
        tool_calls: calls.length,
        tokens_in: made.number(200, 3000),
        tokens_out: made.number(10, 200),
      }),
      ...given(turn.text, (text) => line('info', 'assistant message', { text })),
      ...calls.map(({ call, id }) =>
        line('info', 'tool call started', { call_id: id, tool: call.tool, args: call.arguments }),
      ),
      ...calls.map(({ call, id }) => end(call, id)),
    ];
  };
  return [
    line('info', 'session opened', { agent: conversation.agent }),
    ...conversation.turns.flatMap((turn) =>
      turn.by === 'user' ? [line('info', 'user message', { text: turn.text })] : answer(turn),
    ),
    line('info', 'session closed', { reason: 'idle' }),
  ];
}
