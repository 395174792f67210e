/** Logs of agents in Go, C#, Kotlin and Python, as their frameworks write them. */
import {
  type Call,
  type Conversation,
  callsOf,
  expectSteps,
  firstEpisode,
  given,
  type Made,
  oneCallEach,
  oneEach,
  pythonRepr,
  resultText,
  tell,
  toolNames,
  type Turn,
  untilSaid,
} from '../blind-2/kit.ts';

/** Every line begins with a time; what is called and what it brings are lines of one sentence, without line breaks. */
export const langchaingoActions = oneEach(
  'langchaingo, LogHandler of an agent in a job of GitHub Actions (raw log)',
  'text',
  ['coding', 'cluster', 'press', 'library', 'analysis'],
  (conversation, made) => {
    const turns = untilSaid(oneCallEach(firstEpisode(conversation)));
    const flat = (text: string): string => text.replaceAll('\n', ' ');
    const asked = turns[0]?.text ?? '';
    const answer = turns.at(-1)?.text ?? '';
    const lines = [
      '##[group]Run go run ./cmd/bot --issue 118',
      '\u001B[36;1mgo run ./cmd/bot --issue 118\u001B[0m',
      'shell: /usr/bin/bash -e {0}',
      'env:',
      '  GOTOOLCHAIN: local',
      '##[endgroup]',
      `Entering chain with inputs: "input" : "${flat(asked)}", `,
      ...turns.flatMap((turn) =>
        callsOf(turn).flatMap((call) => [
          `Agent selected action: "${call.tool}" with input "${flat(JSON.stringify(call.arguments))}"`,
          `Entering tool with input: ${flat(JSON.stringify(call.arguments))}`,
          ...(call.failed === true
            ? [`Exiting tool with error: ${flat(resultText(call))}`]
            : [`Exiting tool with output: ${flat(resultText(call))}`]),
        ]),
      ),
      ...`Agent finish: {map[output:${answer}] ${answer}} `.split('\n'),
      `Exiting chain with outputs: "output" : "${flat(answer)}", `,
      'Post job cleanup.',
      'Cleaning up orphan processes',
    ];
    return {
      path: `logs/${conversation.id}/${made.number(1, 9)}_bot.txt`,
      text: lines
        .map((line) => `${made.time(0.4).replace('Z', `${made.token(4, '0123456789')}Z`)} ${line}\n`)
        .join(''),
      runs: [expectSteps(turns)],
    };
  },
);

const PAD = '\n      ';

/** What is typed and answered stands between lines of a logger, which are indented; values are written as JSON over several lines. */
export const extensionsAiConsole = oneEach(
  'a chat on Microsoft.Extensions.AI, console with traces of FunctionInvokingChatClient',
  'text',
  ['game', 'incident', 'greenhouse', 'bakery', 'cluster'],
  (conversation, made) => {
    const client = 'Microsoft.Extensions.AI.FunctionInvokingChatClient';
    const log = (level: string, event: number, text: string): string =>
      `${level}: ${client}[${event}]${PAD}${text.replaceAll('\n', PAD)}\n`;
    const turns = oneCallEach(conversation.turns);
    const parts = tell(
      turns,
      () => '',
      (text) => [`You: ${text}\n`],
      (turn, calls) => [
        ...calls.flatMap(({ call }) => {
          const duration = `00:00:0${made.number(0, 9)}.${made.token(7, '0123456789')}`;
          const end =
            call.failed === true
              ? log('fail', 1_784_604_714, `${call.tool} invocation failed.\n${toException(call)}`)
              : log(
                  'trce',
                  700_532_736,
                  `${call.tool} invocation completed. Duration: ${duration}. Result: ${toJson(call.result)}`,
                );
          return [log('trce', 1_953_841_678, `Invoking ${call.tool}(${toJson(call.arguments)}).`), end];
        }),
        ...(calls.length === 0 ? given(turn.text, (text) => `Bot: ${text}\n\n`) : []),
      ],
    );
    return {
      path: `console-${conversation.id}.txt`,
      text: parts.join(''),
      runs: [
        expectSteps(turns, {
          result: toShown,
        }),
      ],
    };
  },
);

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** Text without its quotes, other values over several lines. */
function toShown(call: Call): string {
  if (call.failed === true) return toException(call);
  return typeof call.result === 'string' ? call.result : toJson(call.result);
}

function toException(call: Call): string {
  return `System.InvalidOperationException: ${resultText(call)}\n   at Desk.Tools.${call.tool}(AIFunctionArguments arguments) in /src/Desk/Tools.cs:line 88`;
}

/** Events in one line each, unless a text has several; the model is told with all that was said before. */
export const koogTrace = oneEach(
  'Koog, TraceFeatureMessageLogWriter through logback',
  'text',
  ['home', 'game', 'permit', 'travel', 'cluster'],
  (conversation, made) => {
    const turns = untilSaid(oneCallEach(firstEpisode(conversation)));
    const run = made.uuid();
    const model = `openai:${conversation.model}`;
    const event = (name: string, text: string): string =>
      `${made.time().replace('T', ' ').replace('Z', '')} [DefaultDispatcher-worker-1] INFO  ai.koog.agents.features.tracing.writer.TraceFeatureMessageLogWriter - Received feature message [event]: ${name} (${text})\n`;
    const history = [`{role: System, message: ${conversation.system}}`];
    const node = (name: string): string => `run id: ${run}, node: ${name}`;
    const lines = tell(
      turns,
      () => `call_${made.token(12)}`,
      (text) => {
        history.push(`{role: User, message: ${text}}`);
        return [
          event('AgentStartingEvent', `agent id: ${conversation.agent}, run id: ${run}`),
          event('GraphStrategyStartingEvent', `run id: ${run}, strategy: single_run`),
          event('NodeExecutionStartingEvent', `${node('__start__')}, input: "${text}"`),
        ];
      },
      (turn, calls) => {
        const prompt = `id: chat, messages: [${history.join(', ')}], temperature: null`;
        const tools = toolNames(conversation).join(', ');
        const answer = [
          ...given(
            calls.length === 0 ? turn.text : undefined,
            (text) => `{role: Assistant, message: ${text}}`,
          ),
          ...calls.map(({ call }) => `{role: Tool, message: ${JSON.stringify(call.arguments)}}`),
        ];
        history.push(...answer);
        const asked = `run id: ${run}, prompt: ${prompt}, model: ${model}`;
        return [
          event('LLMCallStartingEvent', `${asked}, tools: [${tools}]`),
          event('LLMCallCompletedEvent', `${asked}, responses: [${answer.join(', ')}]`),
          ...calls.flatMap(({ call }) => {
            const told = `run id: ${run}, tool: ${call.tool}, tool args: ${JSON.stringify(call.arguments)}`;
            history.push(`{role: Tool, message: ${resultText(call)}}`);
            return [
              event('ToolCallStartingEvent', told),
              call.failed === true
                ? event('ToolCallFailedEvent', `${told}, error: ${resultText(call)}`)
                : event('ToolCallCompletedEvent', `${told}, result: ${resultText(call)}`),
            ];
          }),
        ];
      },
    );
    const answer = turns.at(-1)?.text ?? '';
    const end = [
      event('GraphStrategyCompletedEvent', `run id: ${run}, strategy: single_run, result: ${answer}`),
      event('AgentCompletedEvent', `agent id: ${conversation.agent}, run id: ${run}, result: ${answer}`),
    ];
    return {
      path: `logs/agent-${conversation.id}.log`,
      text: [...lines, ...end].join(''),
      runs: [expectSteps(turns)],
    };
  },
);

/** A log of loguru: what is heard and spoken, the calls, and before each answer all messages so far, with the results. */
export const pipecatLog = oneEach(
  'Pipecat, log of a voice bot at the level DEBUG',
  'text',
  ['refunds', 'bakery', 'home', 'intake', 'travel'],
  (conversation, made) => {
    const turns = oneCallEach(conversation.turns);
    return {
      path: `bot-${conversation.id}.log`,
      text: toVoiceLog(conversation, made, turns).join(''),
      runs: [expectSteps(turns, { textApart: true })],
    };
  },
);

function toVoiceLog(conversation: Conversation, made: Made, turns: readonly Turn[]): string[] {
  const log = (level: string, place: string, text: string): string =>
    `${made.time().replace('T', ' ').replace('Z', '')} | ${level.padEnd(8)} | ${place} - ${text}\n`;
  const llm = 'OpenAILLMService#0';
  const history: Parameters<typeof pythonRepr>[0][] = [{ role: 'system', content: conversation.system }];
  const transcript = (role: string, text: string): string =>
    log('INFO', '__main__:on_transcript_update:41', `Transcript: [${made.time(0)}] ${role}: ${text}`);
  return [
    log('INFO', 'pipecat:<module>:14', 'ᓚᘏᗢ Pipecat 0.0.86 (Python 3.12.3) ᓚᘏᗢ'),
    log('DEBUG', 'pipecat.processors.frame_processor:link:393', `Linking DeepgramSTTService#0 -> ${llm}`),
    ...tell(
      turns,
      () => `call_${made.token(24)}`,
      (content) => {
        history.push({ role: 'user', content });
        return [
          log(
            'DEBUG',
            'pipecat.transports.base_input:_handle_user_interruption:305',
            'User started speaking',
          ),
          log(
            'DEBUG',
            'pipecat.transports.base_input:_handle_user_interruption:329',
            'User stopped speaking',
          ),
          transcript('user', content),
        ];
      },
      (turn, calls) => {
        const before = log(
          'DEBUG',
          'pipecat.services.openai.base_llm:_stream_chat_completions_universal_context:244',
          `${llm}: Generating chat from universal context ${pythonRepr(history)}`,
        );
        if (turn.text !== undefined) history.push({ role: 'assistant', content: turn.text });
        for (const { call, id } of calls) {
          const asked = { name: call.tool, arguments: JSON.stringify(call.arguments) };
          history.push(
            { role: 'assistant', tool_calls: [{ id, function: asked, type: 'function' }] },
            { role: 'tool', content: JSON.stringify(call.result), tool_call_id: id },
          );
        }
        return [
          before,
          ...given(turn.text, (text) =>
            log(
              'DEBUG',
              'pipecat.services.cartesia.tts:run_tts:571',
              `CartesiaTTSService#0: Generating TTS [${text}]`,
            ),
          ),
          ...calls.map(({ call, id }) =>
            log(
              'DEBUG',
              'pipecat.services.llm_service:_run_function_call:512',
              `${llm} Calling function [${call.tool}:${id}] with arguments ${pythonRepr(call.arguments)}`,
            ),
          ),
          ...given(turn.text, (text) => transcript('assistant', text)),
        ];
      },
    ),
  ];
}
