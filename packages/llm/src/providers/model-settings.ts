/**
 * Which model to ask, from the environment: nothing is asked, and nothing leaves the machine, unless a model is named here or
 * by a flag.
 *
 *     TRACEWRIGHT_MODEL=anthropic/claude-sonnet-5-5   ANTHROPIC_API_KEY=...
 *     TRACEWRIGHT_MODEL=ollama/qwen3.5                (on this machine; no key)
 *     TRACEWRIGHT_MODEL=openai/my-deployment          TRACEWRIGHT_MODEL_URL=https://NAME.openai.azure.com/openai/v1
 *
 * Whatever is not Anthropic speaks OpenAI's Chat Completions.
 */
import { TraceError } from '@tracewright/core';

export type Protocol = 'anthropic-messages' | 'openai-chat';

interface Provider {
  readonly protocol: Protocol;
  readonly url: string;
  /** Absent where no key is needed. */
  readonly keyVariable?: string;
}

const PROVIDERS: Readonly<Record<string, Provider>> = {
  anthropic: {
    protocol: 'anthropic-messages',
    url: 'https://api.anthropic.com/v1',
    keyVariable: 'ANTHROPIC_API_KEY',
  },
  openai: { protocol: 'openai-chat', url: 'https://api.openai.com/v1', keyVariable: 'OPENAI_API_KEY' },
  openrouter: {
    protocol: 'openai-chat',
    url: 'https://openrouter.ai/api/v1',
    keyVariable: 'OPENROUTER_API_KEY',
  },
  ollama: { protocol: 'openai-chat', url: 'http://127.0.0.1:11434/v1' },
  'lm-studio': { protocol: 'openai-chat', url: 'http://127.0.0.1:1234/v1' },
  vllm: { protocol: 'openai-chat', url: 'http://127.0.0.1:8000/v1' },
};

export interface ModelSettings {
  /** `provider/model`. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly protocol: Protocol;
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string | undefined;
  /** Where the key comes from, or would. */
  readonly keyVariable: string;
}

/** What to do where no model is named. */
export const HOW_TO_CONFIGURE =
  'name one in TRACEWRIGHT_MODEL or --model, such as anthropic/claude-sonnet-5-5 (with ANTHROPIC_API_KEY) or ollama/qwen3.5 (docs/opinion.md)';

/**
 * @param named what a flag says, before TRACEWRIGHT_MODEL
 * @returns undefined when no model is named
 * @throws TraceError `usage-invalid` for a name without provider, an address that is none, a key that is missing
 */
export function readModelSettings(
  env: Readonly<Record<string, string | undefined>>,
  named?: string,
): ModelSettings | undefined {
  const id = (named ?? env['TRACEWRIGHT_MODEL'] ?? '').trim();
  if (id === '' && named === undefined) return undefined;
  const [, provider = '', model = ''] = /^([^/\s]+)\/(\S+)$/.exec(id) ?? [];
  if (provider === '')
    throw wrong(`"${id.slice(0, 80)}" is not PROVIDER/MODEL`, 'as in anthropic/claude-sonnet-5-5');
  const known = Object.hasOwn(PROVIDERS, provider) ? PROVIDERS[provider] : undefined;
  // Address and key belong to the provider that is set up beside them: another's key is not sent there, nor theirs to another.
  const [configured = ''] = (env['TRACEWRIGHT_MODEL'] ?? '').trim().split('/');
  const isConfigured = configured === '' || configured === provider;
  const own = isConfigured ? env['TRACEWRIGHT_MODEL_URL']?.trim() : undefined;
  const ownKey = isConfigured ? env['TRACEWRIGHT_MODEL_KEY'] : undefined;
  const isOwn = own !== undefined && own !== '';
  const url = isOwn ? own : known?.url;
  if (url === undefined)
    throw wrong(
      `the provider "${provider.slice(0, 40)}" is not known`,
      `use one of ${Object.keys(PROVIDERS).join(', ')}, or give its address, which speaks OpenAI's Chat Completions, in TRACEWRIGHT_MODEL_URL`,
    );
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw wrong(
      `TRACEWRIGHT_MODEL_URL is not an address: "${url.slice(0, 80)}"`,
      'as in http://127.0.0.1:8000/v1',
    );
  const keyVariable = known?.keyVariable ?? 'TRACEWRIGHT_MODEL_KEY';
  const knownKey = known?.keyVariable === undefined ? undefined : env[known.keyVariable];
  const key = [ownKey, knownKey].find((value) => value !== undefined && value !== '');
  if (key === undefined && !isOwn && known?.keyVariable !== undefined)
    throw wrong(`${id} needs a key, and ${keyVariable} is not set`, `set ${keyVariable} in the environment`);
  return {
    id,
    provider,
    model,
    protocol: known?.protocol ?? 'openai-chat',
    url: url.replace(/\/+$/, ''),
    key,
    keyVariable,
  };
}

function wrong(message: string, fix: string): TraceError {
  return new TraceError('usage-invalid', { where: 'the language model', message, fix });
}
