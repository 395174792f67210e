/** Twenty-four more shapes written by somebody who had seen neither the inducer nor what it reads: 16 of JSON, YAML, CSV or XML, 8 of text. */
import type { Shape } from '../shape.ts';
import { assistPipeline } from './assist-pipeline.ts';
import { langflowMessages, lobechatExport, mastraMessages } from './chats.ts';
import { toolAlpaca, toucanRows } from './datasets.ts';
import { appInsightsCsv, datadogSpans, promptfooXml } from './exports.ts';
import { extensionsAiConsole, koogTrace, langchaingoActions, pipecatLog } from './logs.ts';
import { cagentSession, copilotCliEvents, kubectlAiTrace, piSession } from './sessions.ts';
import { playwrightSession, shellGptRepl, specstoryHistory, swarmsRs } from './transcripts.ts';
import { dialogflowExamples, elevenlabsConversation, vapiCall } from './voice.ts';

export const BLIND_3_SHAPES: Readonly<Record<string, Shape>> = {
  'app-insights-csv': appInsightsCsv,
  'assist-pipeline': assistPipeline,
  'cagent-session': cagentSession,
  'copilot-cli-events': copilotCliEvents,
  'datadog-spans': datadogSpans,
  'dialogflow-examples': dialogflowExamples,
  'elevenlabs-conversation': elevenlabsConversation,
  'extensions-ai-console': extensionsAiConsole,
  'koog-trace': koogTrace,
  'kubectl-ai-trace': kubectlAiTrace,
  'langchaingo-actions': langchaingoActions,
  'langflow-messages': langflowMessages,
  'lobechat-export': lobechatExport,
  'mastra-messages': mastraMessages,
  'pi-session': piSession,
  'pipecat-log': pipecatLog,
  'playwright-session': playwrightSession,
  'promptfoo-xml': promptfooXml,
  'shell-gpt-repl': shellGptRepl,
  'specstory-history': specstoryHistory,
  'swarms-rs': swarmsRs,
  'tool-alpaca': toolAlpaca,
  'toucan-rows': toucanRows,
  'vapi-call': vapiCall,
};
