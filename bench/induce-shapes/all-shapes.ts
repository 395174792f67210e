/**
 * The shapes by name. Which of them may be looked at while the inducer is written is settled by their names alone: in
 * alphabetical order, the odd ones are `tuned`, the even ones `held-out`.
 */
import type { Shape } from './shape.ts';
import { a2aTask } from './shapes/a2a-task.ts';
import { ag2Console } from './shapes/ag2-console.ts';
import { anthropicLog } from './shapes/anthropic-log.ts';
import { autogenTeam } from './shapes/autogen-team.ts';

export const SHAPES: Readonly<Record<string, Shape>> = {
  'a2a-task': a2aTask,
  'ag2-console': ag2Console,
  'anthropic-log': anthropicLog,
  'autogen-team': autogenTeam,
};

/** Fixed before any of them was read: the parts do not move when a shape is added or left out. */
export const PARTS: Readonly<Record<'tuned' | 'held-out', readonly string[]>> = {
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
};
