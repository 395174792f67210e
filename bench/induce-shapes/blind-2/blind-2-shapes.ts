/** Twenty more shapes written by somebody who had seen neither the inducer nor what it reads: 13 of JSON, YAML or events, 7 of text. */
import type { Shape } from '../shape.ts';
import { acpTask } from './acp-task.ts';
import { autogptConsole, codexExec, swarmRepl } from './consoles.ts';
import { bigAgiExport, crushMessages, gptmeConversation, rooUiMessages } from './editors.ts';
import { agUiStream, copilotStudio, rasaTracker } from './events.ts';
import { haystackTracer } from './haystack-tracer.ts';
import { camelMemory, pydanticAiHistory } from './histories.ts';
import { langchain4jHttp } from './langchain4j-http.ts';
import { gooseMarkdown, rooMarkdown } from './markdown.ts';
import { retellCall } from './retell-call.ts';
import { openaiAgentsTraces, otelConsole } from './traces.ts';

export const BLIND_2_SHAPES: Readonly<Record<string, Shape>> = {
  'acp-task': acpTask,
  'ag-ui-stream': agUiStream,
  'autogpt-console': autogptConsole,
  'big-agi-export': bigAgiExport,
  'camel-memory': camelMemory,
  'codex-exec': codexExec,
  'copilot-studio': copilotStudio,
  'crush-messages': crushMessages,
  'goose-markdown': gooseMarkdown,
  'gptme-conversation': gptmeConversation,
  'haystack-tracer': haystackTracer,
  'langchain4j-http': langchain4jHttp,
  'openai-agents-traces': openaiAgentsTraces,
  'otel-console': otelConsole,
  'pydantic-ai-history': pydanticAiHistory,
  'rasa-tracker': rasaTracker,
  'retell-call': retellCall,
  'roo-markdown': rooMarkdown,
  'roo-ui-messages': rooUiMessages,
  'swarm-repl': swarmRepl,
};
