/** Shapes written by somebody who had not seen the inducer, when all the others had been worked on: 16 of JSON or YAML, 8 of text. */
import type { Shape } from '../shape.ts';
import { bfclResult, toolbenchAnswer } from './benchmarks.ts';
import { braintrustSpans } from './braintrust.ts';
import { aichatSession, librechatExport } from './chats.ts';
import {
  agentscopeConsole,
  autogenConsole,
  langgraphPretty,
  llamaindexConsole,
  slogAgent,
} from './consoles.ts';
import { amazonQ, cursorBubbles, zedThread } from './editors.ts';
import { autogptState, haystackMessages, smolagentsMemory, strandsSession } from './frameworks.ts';
import { agnoSession, chainlitThread, lettaMessages } from './platforms.ts';
import { sweSmith } from './swe-smith.ts';
import { llmLogs, opencodeTranscript, openWebui } from './transcripts.ts';

export const BLIND_SHAPES: Readonly<Record<string, Shape>> = {
  'agentscope-console': agentscopeConsole,
  'agno-session': agnoSession,
  'aichat-session': aichatSession,
  'amazon-q': amazonQ,
  'autogen-console': autogenConsole,
  'autogpt-state': autogptState,
  'bfcl-result': bfclResult,
  'braintrust-spans': braintrustSpans,
  'chainlit-thread': chainlitThread,
  'cursor-bubbles': cursorBubbles,
  'haystack-messages': haystackMessages,
  'langgraph-pretty': langgraphPretty,
  'letta-messages': lettaMessages,
  'librechat-export': librechatExport,
  'llamaindex-console': llamaindexConsole,
  'llm-logs': llmLogs,
  'open-webui': openWebui,
  'opencode-transcript': opencodeTranscript,
  'slog-agent': slogAgent,
  'smolagents-memory': smolagentsMemory,
  'strands-session': strandsSession,
  'swe-smith': sweSmith,
  'toolbench-answer': toolbenchAnswer,
  'zed-thread': zedThread,
};
