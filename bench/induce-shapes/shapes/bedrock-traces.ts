import type { JsonObject } from '@tracewright/core';
import type { Call, Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  jsonLines,
  make,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** The request and the events of the answering stream: every value of a parameter is text, and prompts are repeated whole. */
export const bedrockTraces: Shape = {
  source: 'AWS Bedrock agents, InvokeAgent stream with orchestration traces',
  form: 'json',
  files: () => pick('refunds', 'travel', 'analysis', 'incident', 'coding').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const sessionId = made.uuid();
  const prompt: { role: string; content: string }[] = [];
  const events: unknown[] = [];
  const trace = (orchestrationTrace: object): void => {
    events.push({
      trace: {
        agentAliasId: 'TSTALIASID',
        agentId: 'QX7PL0AZ3K',
        agentVersion: 'DRAFT',
        callerChain: [
          { agentAliasArn: 'arn:aws:bedrock:eu-west-1:000000000000:agent-alias/QX7PL0AZ3K/TSTALIASID' },
        ],
        eventTime: made.time(),
        sessionId,
        trace: { orchestrationTrace },
      },
    });
  };
  for (const [index, turn] of conversation.turns.entries()) {
    prompt.push({ role: turn.by === 'user' ? 'user' : 'assistant', content: turn.text ?? '' });
    if (turn.by === 'user') {
      events.push({
        request: {
          agentId: 'QX7PL0AZ3K',
          agentAliasId: 'TSTALIASID',
          sessionId,
          enableTrace: true,
          inputText: turn.text,
        },
      });
      continue;
    }
    const traceId = `${made.uuid()}-${index}`;
    const text = JSON.stringify({ system: conversation.system, messages: prompt.slice(0, -1) });
    trace({
      modelInvocationInput: {
        inferenceConfiguration: { maximumLength: 2048, temperature: 0, topK: 250 },
        text,
        traceId,
        type: 'ORCHESTRATION',
      },
    });
    const usage = { inputTokens: made.number(500, 3000), outputTokens: made.number(20, 300) };
    const rationale = [turn.thought, turn.text].filter((part) => part !== undefined).join(' ');
    trace({
      modelInvocationOutput: {
        metadata: { usage },
        rawResponse: { content: JSON.stringify({ stop_reason: 'end_turn', output: rationale }) },
        traceId,
      },
    });
    const calls = callsOf(turn);
    if (calls.length > 0 && rationale !== '') trace({ rationale: { text: rationale, traceId } });
    for (const call of calls) {
      const input = {
        actionGroupName: `${conversation.agent}-actions`,
        executionType: 'LAMBDA',
        function: call.tool,
        parameters: Object.entries(toParameters(call)).map(([name, value]) => ({
          name,
          type: 'string',
          value,
        })),
      };
      trace({
        invocationInput: { actionGroupInvocationInput: input, invocationType: 'ACTION_GROUP', traceId },
      });
      const output = { text: resultText(call) };
      trace({ observation: { actionGroupInvocationOutput: output, traceId, type: 'ACTION_GROUP' } });
      prompt.push({ role: 'user', content: resultText(call) });
    }
    if (calls.length === 0) {
      trace({ observation: { finalResponse: { text: turn.text }, traceId, type: 'FINISH' } });
      events.push({ chunk: { bytes: Buffer.from(turn.text ?? '').toString('base64') } });
    }
  }
  return {
    path: `bedrock/${sessionId}.jsonl`,
    text: jsonLines(events),
    runs: [expectSteps(conversation.turns, { argumentsOf: toParameters })],
  };
}

function toParameters({ arguments: args }: Call): JsonObject {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
