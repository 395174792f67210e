/** Prompts as models read them: one of tokens, one of headings in brackets. */
import {
  type Call,
  callsOf,
  dumpedText,
  expectSteps,
  firstEpisode,
  given,
  oneCallEach,
  oneEach,
  pythonJson,
  resultText,
  saidBy,
  tell,
  thoughtOf,
  type Turn,
  untilSaid,
  withIds,
} from '../blind-2/kit.ts';

const FENCE = '```';

function token(name: string): string {
  return `<｜${name.replaceAll(' ', '▁')}｜>`;
}

/** Tokens in wide bars instead of lines; the arguments are JSON in a fence, and results are nameless. */
export const deepseekPrompt = oneEach(
  'DeepSeek V3 (0324), prompts of conversations with tools after the chat template',
  'text',
  ['refunds', 'greenhouse', 'cluster', 'press', 'analysis'],
  (conversation) => {
    const blocks = tell(
      conversation.turns,
      () => '',
      (text) => [`${token('User')}${text}${token('Assistant')}`],
      (turn, calls) => [
        ...given(turn.text, (text) => text),
        ...(calls.length === 0
          ? [token('end of sentence')]
          : [
              token('tool calls begin'),
              calls
                .map(
                  ({ call }) =>
                    `${token('tool call begin')}function${token('tool sep')}${call.tool}\n${FENCE}json\n${pythonJson(call.arguments, false)}\n${FENCE}${token('tool call end')}`,
                )
                .join('\n'),
              token('tool calls end'),
              token('end of sentence'),
              token('tool outputs begin'),
              calls
                .map(
                  ({ call }) => `${token('tool output begin')}${dumpedText(call)}${token('tool output end')}`,
                )
                .join('\n'),
              token('tool outputs end'),
            ]),
      ],
    );
    return {
      path: `prompts/${conversation.id}.txt`,
      text: `${token('begin of sentence')}${conversation.system}${blocks.join('')}`,
      runs: [expectSteps(conversation.turns, { result: dumpedText })],
    };
  },
);

const COLOURS = { time: 34, role: 31, said: 32 };

function paint(text: string, colour: number): string {
  return `\u001B[${colour}m${text}\u001B[0m`;
}

/** The last request of a program: fields in brackets, those of the trajectory with numbers; the answer in green. */
export const dspyHistory = oneEach(
  'DSPy, dspy.inspect_history() after a ReAct module ran',
  'text',
  ['research', 'analysis', 'game', 'permit', 'greenhouse'],
  (conversation, made) => {
    const [question, ...turns] = untilSaid(oneCallEach(firstEpisode(conversation)));
    const steps: Turn[] = [
      ...turns.filter((turn) => callsOf(turn).length > 0),
      {
        by: 'agent',
        thought: 'Everything needed for the answer is known.',
        calls: [{ tool: 'finish', arguments: {}, result: 'Completed.' }],
      },
    ];
    const trajectory = steps.flatMap((turn, index) =>
      withIds(turn, () => '').flatMap(({ call }) => [
        field(`thought_${index}`, saidBy(turn) || 'Go on.'),
        field(`tool_name_${index}`, call.tool),
        field(`tool_args_${index}`, pythonJson(call.arguments, false)),
        field(`observation_${index}`, toShown(call)),
      ]),
    );
    const answer = turns.at(-1);
    const reasoning = (answer === undefined ? undefined : thoughtOf(answer)) ?? 'The observations answer it.';
    const response = [
      field('reasoning', reasoning),
      field('answer', answer?.text ?? ''),
      field('completed', ''),
    ].join('');
    return {
      path: `${conversation.id}-history.txt`,
      text: [
        `\n\n\n\n\n${paint(`[${made.time().replace('Z', '000')}]`, COLOURS.time)}\n\n`,
        `${paint('System message:', COLOURS.role)}\n\n${toFields(conversation.system)}\n\n\n`,
        `${paint('User message:', COLOURS.role)}\n\n${field('question', question?.text ?? '')}`,
        `[[ ## trajectory ## ]]\n${trajectory.join('')}`,
        'Respond with the corresponding output fields, starting with the field `[[ ## reasoning ## ]]`, then `[[ ## answer ## ]]`, and then ending with the marker for `[[ ## completed ## ]]`.\n\n\n',
        `${paint('Response:', COLOURS.role)}\n\n${paint(response.trimEnd(), COLOURS.said)}\n\n\n\n\n\n`,
      ].join(''),
      runs: [
        expectSteps([...(question === undefined ? [] : [question]), ...steps, { by: 'agent' }], {
          result: toShown,
        }),
      ],
    };
  },
);

function field(name: string, value: string): string {
  return `[[ ## ${name} ## ]]\n${value}\n\n`;
}

function toFields(instructions: string): string {
  const marks = ['question', 'trajectory', 'reasoning', 'answer'].map(
    (name) => `[[ ## ${name} ## ]]\n{${name}}\n`,
  );
  return [
    'Your input fields are:\n1. `question` (str): \n2. `trajectory` (str):',
    'Your output fields are:\n1. `reasoning` (str): \n2. `answer` (str):',
    'All interactions will be structured in the following way, with the appropriate values filled in.\n',
    `${marks.join('\n')}\n[[ ## completed ## ]]`,
    `In adhering to this structure, your objective is: \n        ${instructions.replaceAll('\n', '\n        ')}`,
  ].join('\n');
}

function toShown(call: Call): string {
  return call.failed === true ? `Execution error in ${call.tool}: ${resultText(call)}` : dumpedText(call);
}
