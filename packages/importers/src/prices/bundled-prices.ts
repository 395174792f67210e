/**
 * List prices of common models as they were known on the day below: standard tier, text tokens, without batch discounts, regional
 * surcharges, negotiated rates and per-request fees. Prices change: the day is part of every computed cost (`prices@DAY`), and a
 * table of your own goes in front (see read-price-table.ts).
 *
 * Written down by hand and compared with several public lists, which agree on nearly all of it; not checked against each
 * provider's page. Where they differ, the newer stands. Take them for estimates, and put the rates you pay in front where costs matter.
 */
import type { Price, PriceTable, TokenPrices } from './price-table.ts';

export const PRICES_LISTED = '2026-10-09';

/** A row: names (several for one price are parted by spaces), input, output, then what is special. */
type Row = readonly [
  models: string,
  input: number,
  output: number,
  more?: Partial<TokenPrices> & Pick<Price, 'above'>,
];

const OPENAI: readonly Row[] = [
  [
    'gpt-6.1-sol',
    2,
    10,
    { cacheRead: 0.1, above: { inputTokens: 272_000, input: 4, output: 15, cacheRead: 0.2 } },
  ],
  [
    'gpt-6-luna',
    0.1,
    0.5,
    {
      cacheRead: 0.01,
      cacheWrite: 0.125,
      above: { inputTokens: 272_000, input: 0.2, output: 0.75, cacheRead: 0.02, cacheWrite: 0.25 },
    },
  ],
  [
    'gpt-5.6-terra',
    2,
    12,
    {
      cacheRead: 0.2,
      cacheWrite: 2.5,
      above: { inputTokens: 272_000, input: 4, output: 18, cacheRead: 0.4, cacheWrite: 5 },
    },
  ],
  [
    'gpt-5.6-luna',
    0.2,
    1.2,
    {
      cacheRead: 0.02,
      cacheWrite: 0.25,
      above: { inputTokens: 272_000, input: 0.4, output: 1.8, cacheRead: 0.04, cacheWrite: 0.5 },
    },
  ],
  [
    'gpt-5.5',
    5,
    30,
    { cacheRead: 0.5, above: { inputTokens: 272_000, input: 10, output: 45, cacheRead: 1 } },
  ],
  [
    'gpt-5.4',
    2.5,
    15,
    { cacheRead: 0.25, above: { inputTokens: 272_000, input: 5, output: 22.5, cacheRead: 0.5 } },
  ],
  ['gpt-5.4-mini', 0.75, 4.5, { cacheRead: 0.075 }],
  ['gpt-5.4-nano', 0.2, 1.25, { cacheRead: 0.02 }],
  ['gpt-5.2 gpt-5.2-chat gpt-5.2-codex', 1.75, 14, { cacheRead: 0.175 }],
  [
    'gpt-5 gpt-5-chat gpt-5-codex gpt-5.1 gpt-5.1-chat gpt-5.1-codex gpt-5.1-codex-max',
    1.25,
    10,
    { cacheRead: 0.125 },
  ],
  ['gpt-5-mini gpt-5.1-codex-mini', 0.25, 2, { cacheRead: 0.025 }],
  ['gpt-5-nano', 0.05, 0.4, { cacheRead: 0.005 }],
  ['gpt-5-pro', 15, 120],
  ['gpt-4.1', 2, 8, { cacheRead: 0.5 }],
  ['gpt-4.1-mini', 0.4, 1.6, { cacheRead: 0.1 }],
  ['gpt-4.1-nano', 0.1, 0.4, { cacheRead: 0.025 }],
  ['gpt-4o-2024-05-13 chatgpt-4o', 5, 15],
  ['gpt-4o', 2.5, 10, { cacheRead: 1.25 }],
  ['gpt-4o-mini', 0.15, 0.6, { cacheRead: 0.075 }],
  ['o1 o1-preview', 15, 60, { cacheRead: 7.5 }],
  ['o1-mini', 1.1, 4.4, { cacheRead: 0.55 }],
  ['o1-pro', 150, 600],
  ['o3', 2, 8, { cacheRead: 0.5 }],
  ['o3-mini', 1.1, 4.4, { cacheRead: 0.55 }],
  ['o3-pro', 20, 80],
  ['o4-mini', 1.1, 4.4, { cacheRead: 0.275 }],
  ['codex-mini', 1.5, 6, { cacheRead: 0.375 }],
  ['gpt-4-turbo gpt-4-1106-preview gpt-4-0125-preview gpt-4-1106-vision-preview', 10, 30],
  ['gpt-4', 30, 60],
  ['gpt-3.5-turbo-0301 gpt-3.5-turbo-0613', 1.5, 2],
  ['gpt-3.5-turbo-1106', 1, 2],
  ['gpt-3.5-turbo', 0.5, 1.5],
  ['text-embedding-3-small', 0.02, 0],
  ['text-embedding-3-large', 0.13, 0],
  ['text-embedding-ada-002', 0.1, 0],
];

/** Cache writes are those that live five minutes. */
const ANTHROPIC: readonly Row[] = [
  ['claude-opus-5-5', 4, 20, { cacheRead: 0.2, cacheWrite: 5 }],
  ['claude-sonnet-5', 2, 10, { cacheRead: 0.2, cacheWrite: 2.5 }],
  ['claude-sonnet-5-5', 2, 10, { cacheRead: 0.1, cacheWrite: 2.5 }],
  [
    'claude-haiku-5-5',
    0.1,
    0.5,
    { cacheRead: 0.01, above: { inputTokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05 } },
  ],
  [
    'claude-opus-4-5 claude-opus-4-6 claude-opus-4-7 claude-opus-4-8 claude-opus-5',
    5,
    25,
    { cacheRead: 0.5, cacheWrite: 6.25 },
  ],
  [
    'claude-opus-4 claude-opus-4-0 claude-opus-4-1 claude-3-opus',
    15,
    75,
    { cacheRead: 1.5, cacheWrite: 18.75 },
  ],
  [
    'claude-sonnet-4 claude-sonnet-4-0 claude-sonnet-4-5',
    3,
    15,
    {
      cacheRead: 0.3,
      cacheWrite: 3.75,
      above: { inputTokens: 200_000, input: 6, output: 22.5, cacheRead: 0.6, cacheWrite: 7.5 },
    },
  ],
  [
    'claude-sonnet-4-6 claude-3-7-sonnet claude-3-5-sonnet claude-3-sonnet',
    3,
    15,
    { cacheRead: 0.3, cacheWrite: 3.75 },
  ],
  ['claude-haiku-4-5', 1, 5, { cacheRead: 0.1, cacheWrite: 1.25 }],
  ['claude-3-5-haiku', 0.8, 4, { cacheRead: 0.08, cacheWrite: 1 }],
  ['claude-3-haiku', 0.25, 1.25, { cacheRead: 0.03, cacheWrite: 0.3 }],
];

const GOOGLE: readonly Row[] = [
  [
    'gemini-3-pro gemini-3.1-pro',
    2,
    12,
    { cacheRead: 0.2, above: { inputTokens: 200_000, input: 4, output: 18, cacheRead: 0.4 } },
  ],
  ['gemini-3.5-flash', 1.5, 9, { cacheRead: 0.15 }],
  ['gemini-3.6-flash gemini-3.7-flash gemini-3.8-flash', 0.75, 3.75, { cacheRead: 0.075 }],
  ['gemini-3-flash', 0.5, 3, { cacheRead: 0.05 }],
  ['gemini-3.1-flash-lite', 0.25, 1.5, { cacheRead: 0.025 }],
  [
    'gemini-2.5-pro',
    1.25,
    10,
    { cacheRead: 0.125, above: { inputTokens: 200_000, input: 2.5, output: 15, cacheRead: 0.25 } },
  ],
  ['gemini-2.5-flash', 0.3, 2.5, { cacheRead: 0.03 }],
  ['gemini-2.5-flash-lite', 0.1, 0.4, { cacheRead: 0.01 }],
  ['gemini-2.0-flash', 0.1, 0.4, { cacheRead: 0.025 }],
  ['gemini-2.0-flash-lite', 0.075, 0.3],
  [
    'gemini-1.5-pro',
    1.25,
    5,
    { cacheRead: 0.3125, above: { inputTokens: 128_000, input: 2.5, output: 10, cacheRead: 0.625 } },
  ],
  [
    'gemini-1.5-flash',
    0.075,
    0.3,
    { cacheRead: 0.01875, above: { inputTokens: 128_000, input: 0.15, output: 0.6, cacheRead: 0.0375 } },
  ],
  ['gemini-embedding', 0.15, 0],
];

const MISTRAL: readonly Row[] = [
  ['mistral-large-2402', 4, 12],
  ['mistral-medium-2312', 2.7, 8.1],
  ['mistral-small-2402', 1, 3],
  ['mistral-small-2409', 0.2, 0.6],
  ['mistral-large-2407 mistral-large-2411 pixtral-large', 2, 6],
  ['mistral-large', 0.5, 1.5, { cacheRead: 0.05 }],
  ['mistral-medium mistral-medium-3-5 mistral-medium-3.5', 1.5, 7.5, { cacheRead: 0.15 }],
  ['mistral-medium-2505 mistral-medium-2508', 0.4, 2],
  ['mistral-small', 0.15, 0.6, { cacheRead: 0.015 }],
  ['mistral-small-2501 mistral-small-2503 mistral-small-2506', 0.1, 0.3],
  ['ministral-8b', 0.15, 0.15, { cacheRead: 0.015 }],
  ['ministral-8b-2410', 0.1, 0.1],
  ['ministral-3b', 0.1, 0.1, { cacheRead: 0.01 }],
  ['ministral-3b-2410', 0.04, 0.04],
  ['open-mistral-nemo', 0.15, 0.15],
  ['codestral', 0.3, 0.9, { cacheRead: 0.03 }],
  ['devstral-medium', 0.4, 2],
  ['devstral-small', 0.1, 0.3],
  ['magistral-medium', 2, 5],
  ['magistral-small', 0.5, 1.5],
  ['mistral-embed', 0.1, 0],
];

const DEEPSEEK: readonly Row[] = [
  // Off-peak: at the provider's peak hours twice as much.
  ['deepseek-v4-flash deepseek-flash', 0.15, 0.6, { cacheRead: 0.003 }],
  ['deepseek-chat deepseek-reasoner', 0.14, 0.28, { cacheRead: 0.0028 }],
];

const X_AI: readonly Row[] = [
  [
    'grok-4-fast* grok-4-1-fast*',
    0.2,
    0.5,
    { cacheRead: 0.05, above: { inputTokens: 128_000, input: 0.4, output: 1, cacheRead: 0.05 } },
  ],
  [
    'grok-4',
    3,
    15,
    { cacheRead: 0.75, above: { inputTokens: 128_000, input: 6, output: 30, cacheRead: 0.75 } },
  ],
  [
    'grok-4.6 grok-4.7',
    2,
    6,
    { cacheRead: 0.5, above: { inputTokens: 199_999, input: 4, output: 12, cacheRead: 1 } },
  ],
  ['grok-code-fast grok-code-fast-1', 0.2, 1.5, { cacheRead: 0.02 }],
  ['grok-3', 3, 15, { cacheRead: 0.75 }],
  ['grok-3-mini', 0.3, 0.5, { cacheRead: 0.075 }],
  ['grok-2 grok-2-vision', 2, 10],
];

const COHERE: readonly Row[] = [
  ['command-a command-r-plus', 2.5, 10],
  ['command-r-plus-04-2024', 3, 15],
  ['command-r command-r-03-2024', 0.5, 1.5],
  ['command-r-08-2024', 0.15, 0.6],
  ['command-r7b', 0.0375, 0.15],
  ['embed-v4.0', 0.12, 0],
];

const AMAZON: readonly Row[] = [
  ['nova-micro', 0.035, 0.14, { cacheRead: 0.00875 }],
  ['nova-lite', 0.06, 0.24, { cacheRead: 0.015 }],
  ['nova-pro', 0.8, 3.2, { cacheRead: 0.2 }],
  ['nova-premier', 2.5, 12.5, { cacheRead: 0.625 }],
];

/** Models whose price is the host's. */
const BEDROCK: readonly Row[] = [
  ['llama3-3-70b-instruct llama3-1-70b-instruct', 0.72, 0.72],
  ['llama3-1-8b-instruct', 0.22, 0.22],
  ['llama4-maverick-17b-instruct', 0.24, 0.97],
  ['llama4-scout-17b-instruct', 0.17, 0.66],
];
const GROQ: readonly Row[] = [
  ['llama-3.3-70b-versatile', 0.59, 0.79],
  ['llama-3.1-8b-instant', 0.05, 0.08],
  ['llama-4-maverick-17b-128e-instruct', 0.2, 0.6],
  ['llama-4-scout-17b-16e-instruct', 0.11, 0.34],
];
const TOGETHER: readonly Row[] = [
  ['llama-3.3-70b-instruct-turbo', 1.04, 1.04],
  ['meta-llama-3.1-8b-instruct-turbo', 0.18, 0.18],
  ['llama-4-maverick-17b-128e-instruct-fp8', 0.27, 0.85],
  ['llama-4-scout-17b-16e-instruct', 0.18, 0.59],
];

function toPrices(provider: string, rows: readonly Row[], isHosted = false): Price[] {
  return rows.map(([models, input, output, more = {}]) => ({
    models: models.split(' '),
    provider,
    ...(isHosted ? { isHosted } : {}),
    input,
    output,
    ...more,
    listed: PRICES_LISTED,
  }));
}

export const BUNDLED_PRICES: PriceTable = [
  ...toPrices('openai', OPENAI),
  ...toPrices('anthropic', ANTHROPIC),
  ...toPrices('gcp.gemini', GOOGLE),
  ...toPrices('mistral_ai', MISTRAL),
  ...toPrices('deepseek', DEEPSEEK),
  ...toPrices('x_ai', X_AI),
  ...toPrices('cohere', COHERE),
  ...toPrices('aws.bedrock', AMAZON),
  ...toPrices('aws.bedrock', BEDROCK, true),
  ...toPrices('groq', GROQ, true),
  ...toPrices('together_ai', TOGETHER, true),
];
