import type { AgentTurn, Call, Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  pick,
  pythonRepr,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

const GREEN = '\u001B[32;1m\u001B[1;3m';
const BLUE = '\u001B[36;1m\u001B[1;3m';
const BOLD = '\u001B[1m';
const END = '\u001B[0m';

/** What an AgentExecutor prints with `verbose=True`, colours included. The question is not printed. */
export const langchainConsole: Shape = {
  source: 'LangChain AgentExecutor, ReAct text on the console',
  form: 'text',
  files: () => pick('research', 'incident', 'analysis', 'coding', 'travel').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const turns = firstEpisode(conversation).filter((turn): turn is AgentTurn => turn.by === 'agent');
  const kept = turns.filter((turn, index) => callsOf(turn).length > 0 || index === turns.length - 1);
  const warning =
    '/usr/lib/python3.11/site-packages/langchain_core/_api/deprecation.py:139: LangChainDeprecationWarning: The class `ChatOpenAI` was deprecated in LangChain 0.0.10\n  warn_deprecated(\n';
  const text = [
    warning,
    `\n\n${BOLD}> Entering new AgentExecutor chain...${END}\n`,
    GREEN,
    ...kept.map((turn) => writeTurn(turn)),
    `${END}\n\n${BOLD}> Finished chain.${END}\n`,
  ];
  return {
    path: `${conversation.id}.out`,
    text: text.join(''),
    runs: [expectSteps(kept, { result: toText })],
  };
}

function writeTurn(turn: AgentTurn): string {
  const thought = turn.thought ?? 'I should go on.';
  const calls = callsOf(turn);
  if (calls.length === 0)
    return `${turn.thought ?? 'I now know the final answer.'}\nFinal Answer: ${turn.text ?? ''}`;
  return calls
    .map((call, index) => {
      const before = index === 0 ? thought : 'Now the other one.';
      return `${before}\nAction: ${call.tool}\nAction Input: ${JSON.stringify(call.arguments)}${END}\nObservation: ${BLUE}${toText(call)}${END}\nThought:${GREEN}`;
    })
    .join('');
}

function toText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonRepr(result);
}
