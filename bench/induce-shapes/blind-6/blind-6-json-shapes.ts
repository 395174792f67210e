/** Shapes of JSON, CSV, XML and event streams by name, in their sixth set. Their author has not seen the inducer. */
import type { Shape } from '../shape.ts';
import { auggieSession, kimiWire, qwenCodeChat } from './coders.ts';
import { agentdojoRun, apiBank, tau2Simulations } from './datasets.ts';
import { cherryStudio, lmStudioChat } from './desktop.ts';
import { agentsSqlite, laravelAiXml, llamaStackTurns, nemoAgentSteps } from './frameworks.ts';
import { logfireCsv } from './logfire-csv.ts';
import { fluentBit, stepFunctions } from './services.ts';
import { aiSdkOtlp, springAiZipkin } from './spans.ts';
import { astreamEvents, cozeSse, difySse } from './streams.ts';
import { heliconeRequests, langwatchTrace } from './vendors.ts';
import { livekitReport, ultravoxMessages } from './voice.ts';

export const BLIND_6_JSON: Readonly<Record<string, Shape>> = {
  'agentdojo-run': agentdojoRun,
  'agents-sqlite': agentsSqlite,
  'ai-sdk-otlp': aiSdkOtlp,
  'api-bank': apiBank,
  'astream-events': astreamEvents,
  'auggie-session': auggieSession,
  'cherry-studio': cherryStudio,
  'coze-sse': cozeSse,
  'dify-sse': difySse,
  'fluent-bit': fluentBit,
  'helicone-requests': heliconeRequests,
  'kimi-wire': kimiWire,
  'langwatch-trace': langwatchTrace,
  'laravel-ai-xml': laravelAiXml,
  'livekit-report': livekitReport,
  'llama-stack-turns': llamaStackTurns,
  'lm-studio-chat': lmStudioChat,
  'logfire-csv': logfireCsv,
  'nemo-agent-steps': nemoAgentSteps,
  'qwen-code-chat': qwenCodeChat,
  'spring-ai-zipkin': springAiZipkin,
  'step-functions': stepFunctions,
  'tau2-simulations': tau2Simulations,
  'ultravox-messages': ultravoxMessages,
};
