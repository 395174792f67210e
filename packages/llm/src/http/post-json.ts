/**
 * One request to a provider, tried again where that may help: answers 408, 429 and 5xx, answers that are no JSON, and
 * connections that break. Waits as long as `retry-after` says, else twice as long as before, with jitter.
 */
import { type CancelSignal, isJsonObject, type JsonObject, TraceError } from '@tracewright/core';

export interface HttpOptions {
  readonly fetch?: typeof fetch;
  /** Waits; rejects when the signal aborts. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1), of the jitter. */
  readonly random?: () => number;
  /** Of one attempt. */
  readonly timeoutMs?: number;
}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  /** Taken out of every message, should a provider repeat it. */
  readonly secret: string | undefined;
  /** Where the key comes from, for the fix. */
  readonly keyVariable: string;
  readonly signal: CancelSignal | undefined;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;
/** A provider that asks for more is not worth waiting for: the reader is told instead. */
const LONGEST_WAIT_MS = 60_000;
/** Node's fetch gives up on an answer's head after 5 minutes. */
const TIMEOUT_MS = 280_000;

/** @throws TraceError `network-failed`, `request-invalid` (the provider refuses the request), `cancelled` */
export async function postJson(request: PostRequest, options: HttpOptions = {}): Promise<JsonObject> {
  const { sleep = wait, random = Math.random } = options;
  using cancel = followSignal(request.signal);
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryOnce(request, options, cancel.signal);
    if ('json' in result) return result.json;
    const backoffMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.75 + random() / 2);
    const waitMs = result.retryAfterMs ?? backoffMs;
    if (!result.mayRetry || attempt === ATTEMPTS || waitMs > LONGEST_WAIT_MS) throw result.error;
    await sleep(waitMs, cancel.signal).catch(() => undefined);
    if (cancel.signal.aborted) throw cancelled();
  }
}

type Attempt =
  | { readonly json: JsonObject }
  | {
      readonly error: TraceError;
      readonly mayRetry: boolean;
      readonly retryAfterMs?: number | undefined;
    };

async function tryOnce(request: PostRequest, options: HttpOptions, signal: AbortSignal): Promise<Attempt> {
  const { url, headers, body } = request;
  const { fetch: send = fetch, timeoutMs = TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    if (signal.aborted) throw cancelled();
    response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      // A redirect would carry the key to another place.
      redirect: 'error',
      signal: AbortSignal.any([signal, timeout]),
    });
    text = await response.text();
  } catch (cause) {
    if (signal.aborted) throw cancelled();
    const message = timeout.aborted
      ? `the model does not answer within ${timeoutMs / 1000} s`
      : 'the model cannot be reached';
    return { mayRetry: !timeout.aborted, error: failure(url, message, CHECK_ADDRESS, cause) };
  }
  const json = parseObject(text);
  if (response.ok && json !== undefined) return { json };
  if (response.ok)
    return { mayRetry: true, error: failure(url, "the model's answer is not JSON", CHECK_ADDRESS) };
  return refusal(request, response, describe(json, text, request.secret));
}

const CHECK_ADDRESS = 'check the address (TRACEWRIGHT_MODEL_URL) and the connection, and try again';

/** What an HTTP error means for whoever asked. */
function refusal({ url, keyVariable }: PostRequest, response: Response, told: string): Attempt {
  const { status } = response;
  const message = `the model's provider answers HTTP ${status}${told === '' ? '' : `: ${told}`}`;
  switch (status) {
    case 400:
    case 413:
    case 422:
      return {
        mayRetry: false,
        error: new TraceError('request-invalid', {
          where: url,
          message,
          fix: 'this model may not take such a request: choose another with --model PROVIDER/MODEL',
        }),
      };
    case 401:
    case 403:
      return { mayRetry: false, error: failure(url, message, `check the key in ${keyVariable}`) };
    case 404:
      return { mayRetry: false, error: failure(url, message, 'check the name of the model and the address') };
  }
  const retryAfterMs = readRetryAfter(response.headers);
  const seconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000);
  return {
    mayRetry: status === 408 || status === 409 || status === 429 || status >= 500,
    retryAfterMs,
    error: failure(url, message, seconds === undefined ? 'try again later' : `try again in ${seconds} s`),
  };
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date. */
function readRetryAfter(headers: Headers): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1000;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** Both protocols, and most that follow them, say `error.message`. The key is taken out before the end is cut off: a cut could leave a part of it. */
function describe(json: JsonObject | undefined, text: string, secret: string | undefined): string {
  const error = json?.['error'];
  const message = isJsonObject(error) ? error['message'] : (error ?? json?.['message']);
  const said = typeof message === 'string' ? message : text;
  return (secret === undefined || secret === '' ? said : said.replaceAll(secret, '…')).trim().slice(0, 500);
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function failure(where: string, message: string, fix: string, cause?: unknown): TraceError {
  return new TraceError('network-failed', { where, message, fix, cause });
}

function cancelled(): TraceError {
  return new TraceError('cancelled', { message: 'the question to the model was cancelled' });
}

function followSignal(signal: CancelSignal | undefined): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => signal?.removeEventListener('abort', abort),
  };
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
