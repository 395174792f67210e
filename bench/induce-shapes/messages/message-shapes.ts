/** Shapes of message lists and training data, by name. Their author knew what the inducer reads, though not how. */
import type { Shape } from '../shape.ts';
import {
  cohereHistory,
  geminiContents,
  langchainConstructors,
  langchainDict,
  ollamaChat,
  pydanticMessages,
} from './message-lists.ts';
import {
  agentInstruct,
  glaiveChat,
  hermesShareGpt,
  llamaPrompt,
  mistralPrompt,
  numberedReact,
} from './training-data.ts';

export const MESSAGE_SHAPES: Readonly<Record<string, Shape>> = {
  agentinstruct: agentInstruct,
  'cohere-history': cohereHistory,
  'gemini-contents': geminiContents,
  'glaive-chat': glaiveChat,
  'hermes-sharegpt': hermesShareGpt,
  'langchain-constructors': langchainConstructors,
  'langchain-dict': langchainDict,
  'llama-prompt': llamaPrompt,
  'mistral-prompt': mistralPrompt,
  'numbered-react': numberedReact,
  'ollama-chat': ollamaChat,
  'pydantic-messages': pydanticMessages,
};
