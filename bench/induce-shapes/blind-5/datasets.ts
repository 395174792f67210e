/** Rows for training and testing: lists of calls with lists of what they brought, and calls written as a language would. */
import type { JsonValue } from '@tracewright/core';
import {
  callsOf,
  type Conversation,
  expectSteps,
  firstEpisode,
  jsonLines,
  make,
  pythonIndented,
  severalEach,
  toolNames,
  type Turn,
  untilSaid,
} from '../blind-2/kit.ts';

/** A line a question; what was observed has the place of the call that brought it. */
export const complexFuncBench = severalEach(
  'ComplexFuncBench, rows of the data set',
  'json',
  [['travel', 'library'], ['analysis'], ['greenhouse', 'cluster', 'museum'], ['press', 'incident']],
  (conversations, index) => ({
    path: `ComplexFuncBench-${index + 1}.jsonl`,
    text: jsonLines(conversations.map(toQuestion)),
    runs: conversations.map((conversation) => expectSteps(untilSaid(firstEpisode(conversation)))),
  }),
);

function toQuestion(conversation: Conversation): object {
  return {
    id: `${conversation.agent}-${make(conversation).number(0, 149)}`,
    conversations: untilSaid(firstEpisode(conversation)).flatMap((turn): object[] => {
      if (turn.by === 'user') return [{ role: 'user', content: turn.text }];
      const calls = callsOf(turn);
      if (calls.length === 0) return [{ role: 'assistant', content: turn.text }];
      return [
        {
          role: 'assistant',
          function_call: calls.map((call) => ({ name: call.tool, arguments: call.arguments })),
        },
        { role: 'observation', content: calls.map(({ result }) => result) },
      ];
    }),
    functions: toolNames(conversation).map((name) => ({
      name,
      description: `Use ${name}.`,
      parameters: { type: 'object', properties: {}, required: [] },
    })),
  };
}

/** Calls are a list in the syntax of Python, with names before the values; results are a list of JSON. */
export const toolAceRows = severalEach(
  'ToolACE, rows of the data set',
  'json',
  [
    ['refunds', 'analysis'],
    ['library', 'travel', 'game'],
    ['intake'],
    ['bakery', 'greenhouse'],
    ['home', 'incident'],
  ],
  (conversations, index) => ({
    path: `toolace-${index + 1}.json`,
    text: `${pythonIndented(conversations.map(toRow), 4)}\n`,
    runs: conversations.map(({ turns }) => expectSteps(untilSaid(turns))),
  }),
);

function toRow(conversation: Conversation): object {
  const tools = toolNames(conversation).map((name) => ({
    name,
    description: `Use ${name}.`,
    parameters: { type: 'dict', properties: {}, required: [] },
    required: null,
  }));
  return {
    system: `You are an expert in composing functions. You should only return the function calls in your response, as [func_name(name=value, ...), ...].\nHere is a list of functions in JSON format that you can invoke:\n${JSON.stringify(tools)}`,
    conversations: untilSaid(conversation.turns).flatMap(toValues),
  };
}

function toValues(turn: Turn): object[] {
  if (turn.by === 'user') return [{ from: 'user', value: turn.text }];
  const calls = callsOf(turn);
  if (calls.length === 0) return [{ from: 'assistant', value: turn.text }];
  const written = calls.map(({ tool, arguments: args }) => {
    const named = Object.entries(args).map(([name, value]) => `${name}=${toPython(value)}`);
    return `${tool}(${named.join(', ')})`;
  });
  return [
    { from: 'assistant', value: `[${written.join(', ')}]` },
    {
      from: 'tool',
      value: JSON.stringify(calls.map(({ tool, result }) => ({ name: tool, results: result }))),
    },
  ];
}

/** With double quotes, and words for truth with a capital. */
function toPython(value: JsonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(toPython).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}: ${toPython(item)}`).join(', ')}}`;
}
