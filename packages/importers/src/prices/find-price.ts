/**
 * The price of a model by the name that a span gives it.
 *
 *     findPrice('us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'aws.bedrock')  // the price of claude-sonnet-4-5
 *
 * Names are compared whole, first as they stand, then with one thing after another taken off: the path or provider in front, the
 * version, the date. So `gpt-4o-2024-05-13` finds its own price before that of `gpt-4o`, and `gpt-4o-realtime` finds none: a
 * longer name is another model. Unknown stays unknown: fine-tuned models, free tiers and models run locally have no price here.
 */
import { BUNDLED_PRICES } from './bundled-prices.ts';
import type { Price, PriceTable } from './price-table.ts';

/** Their models cost electricity, whatever the model's maker asks. */
const LOCAL_PROVIDERS =
  /^(?:ollama|lm[_-]?studio|llama[._-]?cpp|llamafile|vllm|sglang|localai|local|mlx|jan)\b/;
/** `openai/`, `models/`, `publishers/google/models/`. */
const PATH = /^.*\//;
/** `us.anthropic.`, `amazon.`: region and maker in Bedrock's ids. */
const BEDROCK_PREFIX =
  /^(?:(?:us|us-gov|eu|apac|ap|jp|au|ca|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|deepseek|openai|ai21)\./;
/** `-v1:0`, `:0`, `-v1`: Bedrock's versions. */
const BEDROCK_VERSION = /(?:-v\d+)?:\d+[a-z]*$|-v\d+$/;
/** `-20250929`, `@20250929`, `-2024-08-06`, `-2411`, `-03-2025`, `-0709`, `-preview-05-06`, `-latest`, `-001`, `@default`. */
const SUFFIXES =
  /[-@](?:\d{8}|\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{4}|\d{3}|\d{2}-\d{2}|latest|default|preview)$/;
const MAX_NAME_LENGTH = 200;
/** Names remembered a table. */
const MAX_FOUND = 1000;
/** More suffixes than this are no version. */
const MAX_SUFFIXES = 3;

/** @param provider `gen_ai.provider.name`, in any of the spellings that SDKs use */
export function findPrice(
  model: string,
  provider: string | undefined,
  table: PriceTable = BUNDLED_PRICES,
): Price | undefined {
  // Both are remembered: neither may be long.
  const who = provider?.slice(0, MAX_NAME_LENGTH).toLowerCase().replaceAll('-', '_') ?? '';
  if (LOCAL_PROVIDERS.test(who) || model.length > MAX_NAME_LENGTH) return undefined;
  const index = indexOf(table);
  const key = `${who}\n${model}`;
  const known = index.found.get(key);
  if (known !== undefined) return known ?? undefined;
  const price = lookUp(model, who, index);
  if (index.found.size >= MAX_FOUND) index.found.clear();
  index.found.set(key, price ?? null);
  return price;
}

function lookUp(model: string, who: string, { exact, open }: PriceIndex): Price | undefined {
  for (const name of listNames(model)) {
    const candidates = [
      ...(exact.get(name) ?? []),
      ...open.filter(({ start }) => name.startsWith(start)).map(({ price }) => price),
    ];
    const price = candidates.find(
      ({ isHosted, provider: host }) => isHosted !== true || isProvider(who, host),
    );
    if (price !== undefined) return price;
  }
  return undefined;
}

interface PriceIndex {
  readonly exact: ReadonlyMap<string, readonly Price[]>;
  /** Names with any ending. */
  readonly open: readonly { readonly start: string; readonly price: Price }[];
  /** What was looked up before; null where there is no price. */
  readonly found: Map<string, Price | null>;
}

/** Built once a table: every span of a live agent is looked up. */
const INDEXES = new WeakMap<PriceTable, PriceIndex>();

function indexOf(table: PriceTable): PriceIndex {
  const known = INDEXES.get(table);
  if (known !== undefined) return known;
  const exact = new Map<string, Price[]>();
  const open: { start: string; price: Price }[] = [];
  for (const price of table) {
    for (const name of price.models) {
      if (name.endsWith('*')) open.push({ start: name.slice(0, -1), price });
      else exact.set(name, [...(exact.get(name) ?? []), price]);
    }
  }
  const index: PriceIndex = { exact, open, found: new Map() };
  INDEXES.set(table, index);
  return index;
}

/** The name as it stands, then ever shorter ones. */
export function listNames(model: string): string[] {
  const whole = model.trim().toLowerCase();
  const names = [whole];
  const bare = whole.replace(PATH, '').replace(BEDROCK_PREFIX, '');
  const versionless = bare.replace(BEDROCK_VERSION, '');
  names.push(bare, versionless);
  let name = versionless;
  for (let count = 0; count < MAX_SUFFIXES; count += 1) {
    const shorter = name.replace(SUFFIXES, '');
    if (shorter === name) break;
    name = shorter;
    names.push(name);
  }
  return [...new Set(names)];
}

/** `openai.chat` is OpenAI, `together` is `together_ai`. */
function isProvider(who: string, provider: string | undefined): boolean {
  if (provider === undefined || who === '') return false;
  const squeeze = (text: string): string => text.replace(/^amazon/, 'aws').replaceAll(/[^a-z0-9]/g, '');
  const [a, b] = [squeeze(who), squeeze(provider)];
  return a.startsWith(b) || b.startsWith(a) || a.endsWith(b) || b.endsWith(a);
}
