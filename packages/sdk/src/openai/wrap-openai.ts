/**
 * A client of the `openai` package with its model calls recorded: `chat.completions`, `responses`, `completions` and
 * `embeddings`, streamed or not, and the helpers that are built on them (`parse`, `stream`, `runTools`). The client is not
 * changed: what comes back is a view of it with the same type.
 *
 * Limits: the request is not changed, so a streamed chat completion tells its tokens only where the caller asks for them
 * (`stream_options: { include_usage: true }`).
 */
import type { Recorder } from '../recorder.ts';
import { asFields, type Fields } from '../messages/fields.ts';
import { createView, unlock } from '../view.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { recordOpenAiCall } from './record-openai-call.ts';

export function wrapOpenAi<Client extends object>(recorder: Recorder, client: Client): Client {
  return recorder.config.isEnabled ? viewClient(recorder, client) : client;
}

function viewClient<Client extends object>(recorder: Recorder, client: Client): Client {
  const views = new WeakMap<object, object>();
  const provider = readProvider(client);

  const viewOf = (resource: object, path: string): object => {
    const known = views.get(resource);
    if (known !== undefined) return known;
    const calls = new Map<unknown, unknown>();
    // Its own methods run on the view: what they call through `this` is recorded as well.
    const view = new Proxy(unlock(resource), {
      get(_shape, key) {
        const value: unknown = Reflect.get(resource, key, resource);
        // Helpers such as `parse` reach the model through the client they hold: they get the view of it.
        if (value === client) return root;
        const endpoint = typeof key === 'string' ? ENDPOINTS.get(`${path}.${key}`) : undefined;
        if (typeof value === 'function' && endpoint !== undefined) {
          let call = calls.get(key);
          if (call === undefined) {
            call = wrapMethod(recorder, resource, value, endpoint, provider);
            calls.set(key, call);
          }
          return call;
        }
        if (typeof value === 'object' && value !== null && isOnTheWay(`${path}.${String(key)}`))
          return viewOf(value, `${path}.${String(key)}`);
        return value;
      },
    });
    views.set(resource, view);
    return view;
  };

  const root: Client = createView(client, (value, key) => {
    if (typeof value === 'object' && value !== null && isOnTheWay(String(key)))
      return viewOf(value, String(key));
    if (typeof value !== 'function' || key !== 'withOptions') return undefined;
    return (...args: unknown[]) => {
      const next: unknown = Reflect.apply(value, client, args);
      return typeof next === 'object' && next !== null ? viewClient(recorder, next) : next;
    };
  });
  return root;
}

const WAYS: ReadonlySet<string> = new Set(
  [...ENDPOINTS.keys()].flatMap((path) => {
    const names = path.split('.');
    return names.slice(1).map((_name, index) => names.slice(0, index + 1).join('.'));
  }),
);

function isOnTheWay(path: string): boolean {
  return WAYS.has(path);
}

function wrapMethod(
  recorder: Recorder,
  target: object,
  method: object,
  endpoint: Endpoint,
  provider: string,
): (...args: unknown[]) => unknown {
  return (...args) => {
    const request: Fields = asFields(args[0]) ?? {};
    return recordOpenAiCall(recorder, endpoint, provider, request, () =>
      // Only functions are handed in.
      Reflect.apply(method as () => unknown, target, args),
    );
  };
}

/** Who answers, by the address: many servers speak this protocol. Source: GenAI conventions, gen_ai.provider.name. */
function readProvider(client: object): string {
  const { baseURL } = client as { baseURL?: unknown };
  const url = typeof baseURL === 'string' ? baseURL : '';
  const known = PROVIDERS.find(([pattern]) => pattern.test(url));
  return known?.[1] ?? 'openai';
}

const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/\.openai\.azure\.com/, 'azure.ai.openai'],
  [/\.(?:services|inference)\.ai\.azure\.com/, 'azure.ai.inference'],
  [/deepseek\.com/, 'deepseek'],
  [/groq\.com/, 'groq'],
  [/mistral\.ai/, 'mistral_ai'],
  [/perplexity\.ai/, 'perplexity'],
  [/api\.x\.ai/, 'x_ai'],
  [/generativelanguage\.googleapis\.com/, 'gcp.gemini'],
  [/anthropic\.com/, 'anthropic'],
];
