/** Data sets of tool use, of two ages. */
import {
  callsOf,
  type Conversation,
  dumpedText,
  expectSteps,
  firstEpisode,
  given,
  json,
  make,
  oneCallEach,
  resultText,
  saidBy,
  severalEach,
  tell,
  toolNames,
  type Call,
} from '../blind-2/kit.ts';

/** An API with what was asked of it; a step is a pair of what was done, a triple, and what was observed. */
export const toolAlpaca = severalEach(
  'ToolAlpaca, train_data.json',
  'json',
  [['analysis', 'library'], ['greenhouse'], ['game', 'permit'], ['press', 'cluster'], ['travel']],
  (conversations, index) => ({
    path: `train_data-${index + 1}.json`,
    text: json([toApi(conversations)], 4),
    runs: conversations.map((conversation) =>
      expectSteps(oneCallEach(firstEpisode(conversation)), { result: toObservation }),
    ),
  }),
);

function toObservation(call: Call): string {
  return call.failed === true
    ? `Status Code: 400. Response: ${dumpedText(call)}`
    : `Status Code: 200. Response: ${dumpedText(call)}`;
}

function toApi(conversations: readonly Conversation[]): object {
  const tools = conversations.flatMap(toolNames);
  return {
    Name: conversations.map(({ title }) => title).join(' and '),
    Description: 'Serves those who ask.',
    Category: 'Business',
    Introduction: 'A small service with a few functions.',
    Functions: tools.map((tool, index) => `${index + 1}. ${tool}`).join('\n'),
    Function_Description: Object.fromEntries(tools.map((tool) => [tool, `Calls ${tool}.\nParameters: {}`])),
    Function_Projection: Object.fromEntries(tools.map((tool) => [tool, [`/${tool}`, 'get']])),
    Instructions: conversations.map((conversation) => firstEpisode(conversation)[0]?.text ?? ''),
    Instances: conversations.map((conversation) => {
      const turns = oneCallEach(firstEpisode(conversation));
      const steps = turns.flatMap((turn) =>
        callsOf(turn).map((call) => {
          const input = JSON.stringify(call.arguments);
          const thought = saidBy(turn) || 'I go on.';
          const log = `${thought}\nASSISTANT Action: ${call.tool}\nASSISTANT Action Input: ${input}`;
          return [[call.tool, input, log], toObservation(call)];
        }),
      );
      return {
        input: turns[0]?.text ?? '',
        output: turns.at(-1)?.text ?? '',
        'Final Thought': 'I have all that I need to answer.',
        intermediate_steps: steps,
      };
    }),
  };
}

/** Rows whose messages are JSON in a text; calls are a function_call, a message each, and results have the name of their function only. */
export const toucanRows = severalEach(
  'Toucan, rows of the data set as JSON lines',
  'json',
  [['refunds', 'game'], ['analysis', 'bakery', 'cluster'], ['library'], ['home', 'museum']],
  (conversations, index) => ({
    path: `toucan-${index + 1}.jsonl`,
    text: conversations.map((conversation) => `${JSON.stringify(toRow(conversation))}\n`).join(''),
    runs: conversations.map(({ turns }) => expectSteps(turns, { textApart: true })),
  }),
);

function toRow(conversation: Conversation): object {
  const made = make(conversation);
  const turns = conversation.turns;
  const messages = [
    { role: 'system', content: conversation.system },
    ...tell(
      turns,
      () => '',
      (content): object[] => [{ role: 'user', content }],
      (turn, calls) => [
        ...given(turn.text, (content) => ({ role: 'assistant', content })),
        ...calls.map(({ call }) => ({
          role: 'assistant',
          content: '',
          function_call: { name: call.tool, arguments: JSON.stringify(call.arguments) },
        })),
        ...calls.map(({ call }) => ({ role: 'function', content: resultText(call), name: call.tool })),
      ],
    ),
  ];
  return {
    uuid: made.uuid(),
    subset_name: 'multi-turn',
    question: turns[0]?.text ?? '',
    target_tools: toolNames(conversation).join(', '),
    tools: JSON.stringify(
      toolNames(conversation).map((name) => ({ type: 'function', function: { name, parameters: {} } })),
    ),
    messages: JSON.stringify(messages),
    question_quality_assessment: JSON.stringify({ overall_score: made.number(3, 5) }),
    metadata: JSON.stringify({ prompt_id: made.hex(12) }),
  };
}
