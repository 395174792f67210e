/** Data sets of dialogues with services: one in the words of ShareGPT, one of requests and responses. */
import {
  callsOf,
  type Conversation,
  dumpedText,
  episodes,
  expectSteps,
  given,
  oneCallEach,
  oneEach,
  pythonIndented,
  severalEach,
  tell,
  toolNames,
  untilSaid,
} from '../blind-2/kit.ts';

/** Rows of values from somebody; a call is a value of JSON text, and so is what was observed. */
export const apigenMt = severalEach(
  'APIGen-MT-5k (Salesforce), rows of the data set',
  'json',
  [['refunds', 'travel'], ['intake', 'game'], ['library'], ['bakery', 'home', 'greenhouse'], ['analysis']],
  (conversations, index) => ({
    path: `apigen-mt_${index + 1}.json`,
    text: `${pythonIndented(conversations.map(toRow), 2)}\n`,
    runs: conversations.map(({ turns }) =>
      expectSteps(oneCallEach(turns), { result: dumpedText, textApart: true }),
    ),
  }),
);

function toRow(conversation: Conversation): object {
  const value = (from: string, text: string): object => ({ from, value: text });
  return {
    conversations: tell(
      oneCallEach(conversation.turns),
      () => '',
      (text) => [value('human', text)],
      ({ text }, calls) => [
        ...given(text, (said) => value('gpt', said)),
        ...calls.flatMap(({ call }) => [
          value('function_call', JSON.stringify({ name: call.tool, arguments: call.arguments })),
          value('observation', dumpedText(call)),
        ]),
      ],
    ),
    tools: JSON.stringify(
      toolNames(conversation).map((name) => ({
        name,
        description: `Use ${name}.`,
        parameters: { type: 'object', properties: {}, required: [] },
      })),
    ),
    system: conversation.system,
  };
}

/** An utterance of the assistant with the requests that it made before; what went wrong is an exception in place of a response. */
export const toolTalkDialogues = oneEach(
  'ToolTalk (Microsoft), a conversation with its API calls',
  'json',
  ['refunds', 'travel', 'intake', 'home', 'library'],
  (conversation, made) => {
    const session = {
      username: 'mallory',
      session_token: `${made.hex(8)}-${made.hex(4)}`,
      email: 'm@example.com',
    };
    const turns = untilSaid(conversation.turns);
    const utterances = episodes(turns).flatMap(([first, ...answers]) => [
      { role: 'user', text: first?.text ?? '' },
      {
        role: 'assistant',
        text: answers.at(-1)?.text ?? '',
        apis: answers.flatMap(callsOf).map((call) => ({
          request: { api_name: call.tool, parameters: call.arguments },
          response: call.failed === true ? null : call.result,
          exception: call.failed === true ? call.result : null,
        })),
      },
    ]);
    return {
      path: `data/hard/${conversation.agent}-${made.number(1, 9)}.json`,
      text: `${pythonIndented(
        {
          name: `${conversation.agent}-1`,
          conversation_id: made.uuid(),
          suites_used: [conversation.agent],
          apis_used: toolNames(conversation),
          scenario: conversation.title,
          user: { ...session, name: 'Mallory', phone: '555-0100' },
          metadata: {
            location: 'Ghent',
            timestamp: conversation.startedAt.slice(0, 19).replace('T', ' '),
            ...session,
          },
          conversation: utterances.map((utterance, index) => ({ index, ...utterance })),
        },
        4,
      )}\n`,
      runs: [expectSteps(turns)],
    };
  },
);
