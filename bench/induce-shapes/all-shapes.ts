/**
 * The shapes by name. Which of the first 28 may be looked at while the inducer is written is settled by their names alone: in
 * alphabetical order, the odd ones are `tuned`, the even ones `held-out`. The 14 that were written later, when the inducer had
 * been worked on with the first, are `held-out-2`, all of them; the 24 of `held-out-3` are later still (blind/blind-shapes.ts),
 * the 20 of `held-out-4` came after them (blind-2/blind-2-shapes.ts), then the 24 of `held-out-5` (blind-3/blind-3-shapes.ts).
 * Then came 44, two halves by the alphabet, `held-out-6` (blind-4) and `held-out-7` (blind-5). The last ones, blind-6, are every second
 * by name `held-out-8`, the others `held-out-9`.
 */
import { MESSAGE_SHAPES } from './messages/message-shapes.ts';
import { BLIND_2_SHAPES } from './blind-2/blind-2-shapes.ts';
import { BLIND_3_SHAPES } from './blind-3/blind-3-shapes.ts';
import { BLIND_4_JSON } from './blind-4/blind-4-json-shapes.ts';
import { BLIND_4_TEXT } from './blind-4/blind-4-text-shapes.ts';
import { BLIND_5_JSON } from './blind-5/blind-5-json-shapes.ts';
import { BLIND_5_TEXT } from './blind-5/blind-5-text-shapes.ts';
import { BLIND_6_JSON } from './blind-6/blind-6-json-shapes.ts';
import { BLIND_6_TEXT } from './blind-6/blind-6-text-shapes.ts';
import { BLIND_SHAPES } from './blind/blind-shapes.ts';
import type { Shape } from './shape.ts';
import { a2aTask } from './shapes/a2a-task.ts';
import { adkSession } from './shapes/adk-session.ts';
import { ag2Console } from './shapes/ag2-console.ts';
import { aiderHistory } from './shapes/aider-history.ts';
import { anthropicLog } from './shapes/anthropic-log.ts';
import { assistantsExport } from './shapes/assistants-export.ts';
import { autogenTeam } from './shapes/autogen-team.ts';
import { bedrockTraces } from './shapes/bedrock-traces.ts';
import { browserUseHistory } from './shapes/browser-use-history.ts';
import { chatdevLog } from './shapes/chatdev-log.ts';
import { chatgptExport } from './shapes/chatgpt-export.ts';
import { chatmlDump } from './shapes/chatml-dump.ts';
import { cliExport } from './shapes/cli-export.ts';
import { clineHistory } from './shapes/cline-history.ts';
import { cloudwatchLogs } from './shapes/cloudwatch-logs.ts';
import { continueSession } from './shapes/continue-session.ts';
import { copilotChat } from './shapes/copilot-chat.ts';
import { crewaiConsole } from './shapes/crewai-console.ts';
import { difyMessages } from './shapes/dify-messages.ts';
import { dotnetConsole } from './shapes/dotnet-console.ts';
import { dspyTrajectories } from './shapes/dspy-trajectories.ts';
import { geminiCliChat } from './shapes/gemini-cli-chat.ts';
import { gooseSession } from './shapes/goose-session.ts';
import { langchainConsole } from './shapes/langchain-console.ts';
import { langgraphCheckpoints } from './shapes/langgraph-checkpoints.ts';
import { langsmithRuns } from './shapes/langsmith-runs.ts';
import { llamaindexEvents } from './shapes/llamaindex-events.ts';
import { markdownReport } from './shapes/markdown-report.ts';
import { mcpLog } from './shapes/mcp-log.ts';
import { mlflowTrace } from './shapes/mlflow-trace.ts';
import { n8nExecution } from './shapes/n8n-execution.ts';
import { opencodeExport } from './shapes/opencode-export.ts';
import { pinoAgent } from './shapes/pino-agent.ts';
import { ragasSamples } from './shapes/ragas-samples.ts';
import { responsesItems } from './shapes/responses-items.ts';
import { semanticKernel } from './shapes/semantic-kernel.ts';
import { smolagentsConsole } from './shapes/smolagents-console.ts';
import { structlogConsole } from './shapes/structlog-console.ts';
import { temporalHistory } from './shapes/temporal-history.ts';
import { vcrCassette } from './shapes/vcr-cassette.ts';
import { vercelUi } from './shapes/vercel-ui.ts';
import { weaveCalls } from './shapes/weave-calls.ts';

export const SHAPES: Readonly<Record<string, Shape>> = {
  'a2a-task': a2aTask,
  'adk-session': adkSession,
  'ag2-console': ag2Console,
  'aider-history': aiderHistory,
  'anthropic-log': anthropicLog,
  'assistants-export': assistantsExport,
  'autogen-team': autogenTeam,
  'bedrock-traces': bedrockTraces,
  'browser-use-history': browserUseHistory,
  'chatdev-log': chatdevLog,
  'chatgpt-export': chatgptExport,
  'chatml-dump': chatmlDump,
  'cli-export': cliExport,
  'cline-history': clineHistory,
  'cloudwatch-logs': cloudwatchLogs,
  'continue-session': continueSession,
  'copilot-chat': copilotChat,
  'crewai-console': crewaiConsole,
  'dify-messages': difyMessages,
  'dotnet-console': dotnetConsole,
  'dspy-trajectories': dspyTrajectories,
  'gemini-cli-chat': geminiCliChat,
  'goose-session': gooseSession,
  'langchain-console': langchainConsole,
  'langgraph-checkpoints': langgraphCheckpoints,
  'langsmith-runs': langsmithRuns,
  'llamaindex-events': llamaindexEvents,
  'markdown-report': markdownReport,
  'mcp-log': mcpLog,
  'mlflow-trace': mlflowTrace,
  'n8n-execution': n8nExecution,
  'opencode-export': opencodeExport,
  'pino-agent': pinoAgent,
  'ragas-samples': ragasSamples,
  'responses-items': responsesItems,
  'semantic-kernel': semanticKernel,
  'smolagents-console': smolagentsConsole,
  'structlog-console': structlogConsole,
  'temporal-history': temporalHistory,
  'vcr-cassette': vcrCassette,
  'vercel-ui': vercelUi,
  'weave-calls': weaveCalls,
  ...BLIND_SHAPES,
  ...MESSAGE_SHAPES,
  ...BLIND_2_SHAPES,
  ...BLIND_3_SHAPES,
  ...BLIND_4_JSON,
  ...BLIND_4_TEXT,
  ...BLIND_5_JSON,
  ...BLIND_5_TEXT,
  ...BLIND_6_JSON,
  ...BLIND_6_TEXT,
};

/** Of the shapes in blind-6 the first, third, ... by name, JSON-like ones and texts apart; or the second, fourth, ... */
function everySecond(from: 0 | 1): string[] {
  return [BLIND_6_JSON, BLIND_6_TEXT].flatMap((shapes) =>
    Object.keys(shapes)
      .toSorted()
      .filter((_, index) => index % 2 === from),
  );
}

/** Fixed before any of them was read: the parts do not move when a shape is added or left out. */
export const PARTS: Readonly<
  Record<
    | 'tuned'
    | 'held-out'
    | 'held-out-2'
    | 'held-out-3'
    | 'messages'
    | 'held-out-4'
    | 'held-out-5'
    | 'held-out-6'
    | 'held-out-7'
    | 'held-out-8'
    | 'held-out-9',
    readonly string[]
  >
> = {
  tuned: [
    'a2a-task',
    'ag2-console',
    'anthropic-log',
    'autogen-team',
    'chatdev-log',
    'cline-history',
    'crewai-console',
    'langchain-console',
    'langsmith-runs',
    'mlflow-trace',
    'opencode-export',
    'ragas-samples',
    'smolagents-console',
    'vcr-cassette',
  ],
  'held-out': [
    'adk-session',
    'aider-history',
    'assistants-export',
    'bedrock-traces',
    'chatgpt-export',
    'continue-session',
    'goose-session',
    'langgraph-checkpoints',
    'mcp-log',
    'n8n-execution',
    'pino-agent',
    'semantic-kernel',
    'structlog-console',
    'vercel-ui',
  ],
  'held-out-2': [
    'browser-use-history',
    'chatml-dump',
    'cli-export',
    'cloudwatch-logs',
    'copilot-chat',
    'dify-messages',
    'dotnet-console',
    'dspy-trajectories',
    'gemini-cli-chat',
    'llamaindex-events',
    'markdown-report',
    'responses-items',
    'temporal-history',
    'weave-calls',
  ],
  'held-out-3': Object.keys(BLIND_SHAPES),
  messages: Object.keys(MESSAGE_SHAPES),
  'held-out-4': Object.keys(BLIND_2_SHAPES),
  'held-out-5': Object.keys(BLIND_3_SHAPES),
  'held-out-6': Object.keys({ ...BLIND_4_JSON, ...BLIND_4_TEXT }),
  'held-out-7': Object.keys({ ...BLIND_5_JSON, ...BLIND_5_TEXT }),
  'held-out-8': everySecond(0),
  'held-out-9': everySecond(1),
};
