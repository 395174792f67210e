/** What both entries export beside `tracewright`. */
export type { AttributeValue, Attributes } from './attributes.ts';
export type { TracewrightOptions } from './config.ts';
export type { AiSdkMiddleware, AiSdkModel } from './ai-sdk/ai-sdk-model.ts';
export type { LangChainHandler } from './langchain/langchain-handler.ts';
export type { McpSession, McpSessionOptions } from './mcp/mcp-session.ts';
export type { SdkProblem, SdkProblemCode } from './problem.ts';
export { type ChatMessage, resumeFrom, type RestoredCall, type Resumption } from './replay/resume-from.ts';
export type { Run, RunOptions, RunOutcome } from './run.ts';
export type { Tracewright, TracewrightStats } from './tracewright.ts';
export type { WrapOperation, WrapOptions } from './wrap-function.ts';
