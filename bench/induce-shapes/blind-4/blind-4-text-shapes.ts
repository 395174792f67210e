/** Ten shapes of text written by somebody who had seen neither the inducer nor what it reads: screens, loggers, prompts and documents. */
import type { Shape } from '../shape.ts';
import { homeAssistantLog, langgraphStream, springAiLog } from './text-loggers.ts';
import { claudeActionReport, gptelOrg } from './text-notes.ts';
import { deepseekPrompt, dspyHistory } from './text-prompts.ts';
import { browserUseConsole, memgptCli, miniSweAgent } from './text-screens.ts';

export const BLIND_4_TEXT: Readonly<Record<string, Shape>> = {
  'browser-use-console': browserUseConsole,
  'claude-action-report': claudeActionReport,
  'deepseek-prompt': deepseekPrompt,
  'dspy-history': dspyHistory,
  'gptel-org': gptelOrg,
  'home-assistant-log': homeAssistantLog,
  'langgraph-stream': langgraphStream,
  'memgpt-cli': memgptCli,
  'mini-swe-agent': miniSweAgent,
  'spring-ai-log': springAiLog,
};
