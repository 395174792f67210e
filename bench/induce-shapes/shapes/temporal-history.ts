import type { Conversation } from '../conversations.ts';
import { callsOf, expectSteps, json, make, pick, resultText, type Shape, type ShapeFile } from '../shape.ts';

/** Activities are scheduled, started and completed by events that name each other by number; requests to the model are activities, too. */
export const temporalHistory: Shape = {
  source: 'Temporal, event history of an agent workflow (temporal workflow show --output json)',
  form: 'json',
  files: () => pick('home', 'incident', 'research', 'intake', 'game').map(toFile),
};

const QUEUE = { name: 'agents', kind: 'TASK_QUEUE_KIND_NORMAL' };

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const events: unknown[] = [];
  const put = (type: string, attributes: object): string => {
    const eventId = String(events.length + 1);
    const kind = type.toLowerCase().replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    events.push({
      eventId,
      eventTime: made.time(0.2),
      eventType: `EVENT_TYPE_${type}`,
      taskId: String(1_048_576 + events.length * 7),
      [`${kind}EventAttributes`]: attributes,
    });
    return eventId;
  };
  const identity = `${made.number(10, 99)}@worker-${made.hex(4)}`;
  const decide = (): string => {
    const scheduledEventId = put('WORKFLOW_TASK_SCHEDULED', {
      taskQueue: QUEUE,
      startToCloseTimeout: '10s',
      attempt: 1,
    });
    const startedEventId = put('WORKFLOW_TASK_STARTED', {
      scheduledEventId,
      identity,
      requestId: made.uuid(),
    });
    return put('WORKFLOW_TASK_COMPLETED', { scheduledEventId, startedEventId, identity });
  };
  const schedule = (name: string, input: unknown, decision: string): string =>
    put('ACTIVITY_TASK_SCHEDULED', {
      activityId: String(events.length),
      activityType: { name },
      taskQueue: QUEUE,
      header: {},
      input: [input],
      startToCloseTimeout: '60s',
      workflowTaskCompletedEventId: decision,
      retryPolicy: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 1 },
    });
  const start = (scheduledEventId: string): string =>
    put('ACTIVITY_TASK_STARTED', { scheduledEventId, identity, requestId: made.uuid(), attempt: 1 });
  const complete = (scheduledEventId: string, result: unknown): string =>
    put('ACTIVITY_TASK_COMPLETED', {
      result: [result],
      scheduledEventId,
      startedEventId: start(scheduledEventId),
      identity,
    });
  const messages: unknown[] = [];
  for (const [index, turn] of conversation.turns.entries()) {
    if (turn.by === 'user') {
      messages.push({ role: 'user', content: turn.text });
      if (index === 0)
        put('WORKFLOW_EXECUTION_STARTED', {
          workflowType: { name: 'AgentWorkflow' },
          taskQueue: QUEUE,
          input: [{ prompt: turn.text, model: conversation.model, instructions: conversation.system }],
          workflowExecutionTimeout: '0s',
          originalExecutionRunId: made.uuid(),
          identity,
          attempt: 1,
        });
      else put('WORKFLOW_EXECUTION_SIGNALED', { signalName: 'user_message', input: [turn.text], identity });
      continue;
    }
    const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(12)}` }));
    const answer = {
      role: 'assistant',
      reasoning: turn.thought ?? null,
      content: turn.text ?? null,
      tool_calls: calls.map(({ call, id }) => ({ id, name: call.tool, arguments: call.arguments })),
    };
    complete(schedule('call_model', { messages: [...messages] }, decide()), answer);
    messages.push(
      answer,
      ...calls.map(({ call, id }) => ({ role: 'tool', tool_call_id: id, content: resultText(call) })),
    );
    if (calls.length === 0) continue;
    const decision = decide();
    const scheduled = calls.map(({ call }) => ({ call, id: schedule(call.tool, call.arguments, decision) }));
    for (const { call, id } of scheduled.toReversed())
      if (call.failed === true)
        put('ACTIVITY_TASK_FAILED', {
          failure: {
            message: resultText(call),
            source: 'PythonSDK',
            applicationFailureInfo: { type: 'ToolError', nonRetryable: true },
          },
          scheduledEventId: id,
          startedEventId: start(id),
          identity,
          retryState: 'RETRY_STATE_NON_RETRYABLE_FAILURE',
        });
      else complete(id, call.result);
  }
  put('WORKFLOW_EXECUTION_COMPLETED', {
    result: [conversation.turns.at(-1)?.text ?? ''],
    workflowTaskCompletedEventId: decide(),
  });
  return {
    path: `histories/agent-${conversation.id}_events.json`,
    text: json({ events }),
    runs: [expectSteps(conversation.turns)],
  };
}
