/** Traces of frameworks of Python: of chains, of a company of roles, of two agents that play a role. */
import type { JsonValue } from '@tracewright/core';
import {
  type Call,
  type CallWithId,
  callsOf,
  expectSteps,
  firstEpisode,
  given,
  type Made,
  oneEach,
  pythonJson,
  pythonRepr,
  pythonText,
  resultText,
  tell,
  type Turn,
  untilSaid,
  usage,
} from '../blind-2/kit.ts';

const GREEN = '32;1';
const BLUE = '36;1';

/** Where a run begins and ends, with its place in brackets; what goes in and comes out follows on lines of its own. */
export const langchainDebug = oneEach(
  'LangChain, set_debug(True) around an AgentExecutor with tools',
  'text',
  ['analysis', 'library', 'coding', 'incident', 'cluster'],
  (conversation, made) => {
    const turns = untilSaid(firstEpisode(conversation));
    const executor = 'chain:AgentExecutor';
    const llm = `${executor} > chain:RunnableSequence > llm:ChatOpenAI`;
    const prompt = [`System: ${conversation.system}`];
    const begin = (kind: string, place: string, text: string): string =>
      `${paint(`[${kind}/start]`, GREEN)} ${bold(`[${place}] Entering ${toTitle(kind)} run with input:\n`)}${text}\n`;
    const end = (kind: string, place: string, text: string): string =>
      `${paint(`[${kind}/end]`, BLUE)} ${bold(`[${place}] [${toElapsed(made)}] Exiting ${toTitle(kind)} run with output:\n`)}${text}\n`;
    const parts = tell(
      turns,
      () => `call_${made.token(24)}`,
      (text) => {
        prompt.push(`Human: ${text}`);
        return [begin('chain', executor, indented({ input: text }))];
      },
      (turn, calls) => {
        const asked = indented({ prompts: [prompt.join('\n')] });
        prompt.push(`AI: ${turn.text ?? ''}`, ...calls.map(({ call }) => `Tool: ${pythonText(call)}`));
        return [
          begin('llm', llm, asked),
          end('llm', llm, indented(toGenerations(turn.text ?? '', calls, conversation.model, made))),
          ...calls.flatMap(({ call }) => {
            const place = `${executor} > tool:${call.tool}`;
            return [
              begin('tool', place, `"${pythonRepr(call.arguments)}"`),
              end('tool', place, `"${pythonText(call).trim()}"`),
            ];
          }),
          ...(calls.length === 0 ? [end('chain', executor, indented({ output: turn.text ?? '' }))] : []),
        ];
      },
    );
    return {
      path: `debug-${conversation.id}.log`,
      text: parts.join(''),
      runs: [expectSteps(turns, { result: (call) => pythonText(call).trim() })],
    };
  },
);

function paint(text: string, colour: string): string {
  return `\u001B[${colour}m\u001B[1;3m${text}\u001B[0m`;
}

function bold(text: string): string {
  return `\u001B[1m${text}\u001B[0m`;
}

function toTitle(kind: string): string {
  return kind === 'llm' ? 'LLM' : `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
}

function toElapsed(made: Made): string {
  return made.number(0, 1) === 0
    ? `${made.number(2, 980)}ms`
    : `${(made.number(101, 900) / 100).toFixed(2)}s`;
}

function indented(value: JsonValue): string {
  return JSON.stringify(value, null, 2);
}

function toGenerations(text: string, calls: readonly CallWithId[], model: string, made: Made): JsonValue {
  const finish = { finish_reason: calls.length === 0 ? 'stop' : 'tool_calls', logprobs: null };
  const asked = calls.map(({ call, id }) => ({
    id,
    function: { arguments: JSON.stringify(call.arguments), name: call.tool },
    type: 'function',
  }));
  const tokens = usage(made);
  const token_usage = {
    completion_tokens: tokens.output_tokens,
    prompt_tokens: tokens.input_tokens,
    total_tokens: tokens.total_tokens,
  };
  const kwargs = {
    content: text,
    additional_kwargs: calls.length === 0 ? { refusal: null } : { tool_calls: asked, refusal: null },
    response_metadata: { token_usage, model_name: model, ...finish },
    type: 'ai',
    id: `run-${made.uuid()}-0`,
    tool_calls: calls.map(({ call, id }) => ({
      name: call.tool,
      args: call.arguments,
      id,
      type: 'tool_call',
    })),
    invalid_tool_calls: [],
  };
  const message = {
    lc: 1,
    type: 'constructor',
    id: ['langchain', 'schema', 'messages', 'AIMessage'],
    kwargs,
  };
  return {
    generations: [[{ text, generation_info: finish, type: 'ChatGeneration', message }]],
    llm_output: { model_name: model },
    run: null,
    type: 'LLMResult',
  };
}

const FENCE = '```';
const REPLIED = 'SUCCESS, human has received your reply.';

/** The commands of a step as Python writes them, then what all of them brought in one text; what streams from the model is not in the file. */
export const metagptLog = oneEach(
  'MetaGPT 1.0, log file of a team whose roles run commands (RoleZero)',
  'text',
  ['cluster', 'press', 'research', 'incident', 'library'],
  (conversation, made) => {
    const turns = untilSaid(firstEpisode(conversation))
      .filter(({ by }) => by === 'agent')
      .map(toReplied);
    const log = (place: string, text: string): string =>
      `${made.time().replace('T', ' ').replace('Z', '')} | INFO     | ${place} - ${text}\n`;
    const start = [
      log('metagpt.const:get_metagpt_package_root:15', 'Package root set to /srv/metagpt'),
      log('metagpt.team:invest:93', 'Investment: $10.0.'),
    ];
    let total = 0;
    const parts = tell(
      turns,
      () => '',
      () => [],
      (_turn, calls) => {
        const commands = calls.map(({ call }) => ({ command_name: call.tool, args: call.arguments }));
        const outputs = calls.map(({ call }) => `Command ${call.tool} executed: ${pythonText(call)}`);
        const tokens = usage(made);
        const cost = made.number(1, 40) / 1000;
        total += cost;
        return [
          log(
            'metagpt.utils.cost_manager:update_cost:57',
            `Total running cost: $${total.toFixed(3)} | Max budget: $10.000 | Current cost: $${cost.toFixed(3)}, prompt_tokens: ${tokens.input_tokens}, completion_tokens: ${tokens.output_tokens}`,
          ),
          log('metagpt.roles.di.role_zero:_act:281', `Commands: \n${pythonRepr(commands)}`),
          log('metagpt.roles.di.role_zero:_act:283', `Commands outputs: \n${outputs.join('\n\n')}`),
        ];
      },
    );
    return {
      path: `logs/${conversation.startedAt.slice(0, 10).replaceAll('-', '')}_${conversation.id}.txt`,
      text: [...start, ...parts].join(''),
      runs: [expectSteps(turns, { result: pythonText })],
    };
  },
);

/** What is said to the human is a command as well. */
function toReplied(turn: Turn): Turn {
  if (turn.by === 'user' || callsOf(turn).length > 0) return turn;
  const args = { content: turn.text ?? '' };
  return {
    by: 'agent',
    calls: [{ tool: 'RoleZero.reply_to_human', arguments: args, result: REPLIED }],
  };
}

/** An agent plays the user; each answer of the other one begins with records of what it called. */
export const camelRoleplay = oneEach(
  'CAMEL, role playing of two agents with function calls, printed in colours',
  'text',
  ['refunds', 'home', 'greenhouse', 'intake', 'coding'],
  (conversation) => {
    const [blue, green] = [34, 32].map((colour) => `\u001B[${colour}m`);
    const turns = untilSaid(conversation.turns);
    const parts = tell(
      turns,
      () => '',
      (text) => [`${blue}AI User:\n\nInstruction: ${text}\nInput: None\n\n${green}AI Assistant:\n`],
      (turn, calls) => [
        ...calls.map(({ call }) => toRecord(call)),
        ...(calls.length === 0 ? given(turn.text, (text) => `Solution: ${text}\n\nNext request.\n\n`) : []),
      ],
    );
    return {
      path: `roleplay-${conversation.id}.txt`,
      text: `${green}AI Assistant sys message:\n${conversation.system}\n\n${blue}AI User sys message:\nYou ask for one thing at a time.\n\n${parts.join('')}\u001B[39m`,
      runs: [expectSteps(turns, { result: pythonText })],
    };
  },
);

function toRecord(call: Call): string {
  return `Tool Execution: ${call.tool}\n\tArgs: ${pythonRepr(call.arguments)}\n\tResult: ${pythonText(call)}\n`;
}

const RULE = '='.repeat(62);

/** A time and a name before each message; a call is an embed whose title is the tool, with its arguments and what it brought in fences. */
export const discordExport = oneEach(
  'DiscordChatExporter, a channel with a bot that shows its calls as embeds (plain text)',
  'text',
  ['refunds', 'bakery', 'travel', 'research', 'wording'],
  (conversation, made) => {
    const stamp = (): string =>
      new Date(made.tick(21))
        .toLocaleString('en-US', {
          timeZone: 'UTC',
          year: 'numeric',
          month: 'numeric',
          day: 'numeric',
          hour: 'numeric',
          minute: '2-digit',
        })
        .replace(', ', ' ')
        .replace('\u202F', ' ');
    const posts = tell(
      conversation.turns,
      () => '',
      (text) => [`[${stamp()}] visitor_${conversation.id.length}\n${text}\n\n`],
      (turn, calls) => [
        `[${stamp()}] ${turn.name ?? conversation.agent}\n${[...given(turn.text, (text) => `${text}\n`), ...calls.map(toEmbed)].join('\n')}\n`,
      ],
    );
    return {
      path: `${conversation.title} [${made.token(18, '0123456789')}].txt`,
      text: `${RULE}\nGuild: Desk\nChannel: Text Channels / ${conversation.id}\n${RULE}\n\n${posts.join('')}\n${RULE}\nExported ${posts.length} message(s)\n${RULE}\n`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toEmbed({ call }: CallWithId): string {
  return `{Embed}\nTool call\n${call.tool}\n${FENCE}json\n${pythonJson(call.arguments, false)}\n${FENCE}\n${call.failed === true ? 'Error' : 'Result'}\n${FENCE}\n${resultText(call)}\n${FENCE}\n`;
}
