/** Ten more shapes of text written by somebody who had seen neither the inducer nor what it reads: terminals, prompts and traces. */
import type { Shape } from '../shape.ts';
import { claudeFunctionCalls, harmonyPrompt } from './text-prompts.ts';
import { geminiCliScreen, llmChatTools, qwenAgentTypewriter, vercelInspect } from './text-terminals.ts';
import { camelRoleplay, discordExport, langchainDebug, metagptLog } from './text-traces.ts';

export const BLIND_5_TEXT: Readonly<Record<string, Shape>> = {
  'camel-roleplay': camelRoleplay,
  'claude-function-calls': claudeFunctionCalls,
  'discord-export': discordExport,
  'gemini-cli-screen': geminiCliScreen,
  'harmony-prompt': harmonyPrompt,
  'langchain-debug': langchainDebug,
  'llm-chat-tools': llmChatTools,
  'metagpt-log': metagptLog,
  'qwen-agent-typewriter': qwenAgentTypewriter,
  'vercel-inspect': vercelInspect,
};
