/** The text shapes of the sixth set, written by someone who had not seen how they are read. */
import type { Shape } from '../shape.ts';
import { elixirLangchain, ellmerChat, laravelLog } from './text-languages.ts';
import { adkDebugLog, agnoDebugLog, nemoAgentLog, openaiAgentsVerbose } from './text-loggers.ts';
import { copilotDebugMarkdown, notebookMarkdown, zedMarkdown } from './text-markdown.ts';
import { glmPrompt, kimiPrompt } from './text-prompts.ts';
import { actionsRunLog, gooseScreen, pytestLiveLog } from './text-terminals.ts';
import { bamlLog, rigTracing, rubyllmLog } from './text-wires.ts';

export const BLIND_6_TEXT: Readonly<Record<string, Shape>> = {
  'actions-run-log': actionsRunLog,
  'adk-debug-log': adkDebugLog,
  'agno-debug-log': agnoDebugLog,
  'baml-log': bamlLog,
  'copilot-debug-markdown': copilotDebugMarkdown,
  'elixir-langchain': elixirLangchain,
  'ellmer-chat': ellmerChat,
  'glm-prompt': glmPrompt,
  'goose-screen': gooseScreen,
  'kimi-prompt': kimiPrompt,
  'laravel-log': laravelLog,
  'nemo-agent-log': nemoAgentLog,
  'notebook-markdown': notebookMarkdown,
  'openai-agents-verbose': openaiAgentsVerbose,
  'pytest-live-log': pytestLiveLog,
  'rig-tracing': rigTracing,
  'rubyllm-log': rubyllmLog,
  'zed-markdown': zedMarkdown,
};
