/**
 * Options and environment to one configuration. What the code says goes before what the environment says.
 *
 * Source: opentelemetry.io/docs/specs/otel/protocol/exporter and .../configuration/sdk-environment-variables.
 */
import type { AttributeValue, Attributes } from './attributes.ts';
import type { ProblemLog, SdkProblem } from './problem.ts';
import { SDK_VERSION } from './version.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface TracewrightOptions {
  /** Where the collector listens, without `/v1/traces`: `http://127.0.0.1:4318`. Any OTLP/HTTP back end that takes JSON. */
  readonly endpoint?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Name of this program (`service.name`). */
  readonly serviceName?: string | undefined;
  /** Further attributes of the resource. */
  readonly resource?: Attributes | undefined;
  /** False: neither messages nor arguments, results, task texts and exception messages leave the process. */
  readonly captureContent?: boolean | undefined;
  /** Passes over every text of content before it is recorded. A text for which it throws is left out. */
  readonly redact?: ((text: string, attribute: string) => string) | undefined;
  /** Characters of one text in content; 65,536 when absent. */
  readonly maxTextLength?: number | undefined;
  /** Characters of one attribute; 1,048,576 when absent. */
  readonly maxAttributeLength?: number | undefined;
  /** Spans that may wait; 10,000 when absent. The oldest are dropped first. */
  readonly maxQueueSpans?: number | undefined;
  /** Bytes that may wait; 32 MiB when absent. */
  readonly maxQueueBytes?: number | undefined;
  /** Most spans of one request; 512 when absent. */
  readonly batchSpans?: number | undefined;
  /** How long a span waits for others; 500 ms when absent. */
  readonly batchDelayMs?: number | undefined;
  /** How long one request may take; 10 s when absent. */
  readonly timeoutMs?: number | undefined;
  /** How long the end of the process may be held up to deliver what waits; 2 s when absent. */
  readonly exitTimeoutMs?: number | undefined;
  /** False: nothing is done at the end of the process; call `flush` yourself. */
  readonly flushOnExit?: boolean | undefined;
  /** Record nothing at all; wrappers give back what they were given. */
  readonly disabled?: boolean | undefined;
  /** Told the first problem of each kind. */
  readonly onError?: ((problem: SdkProblem) => void) | undefined;
  /** In place of the process's environment. */
  readonly env?: Environment | undefined;
}

export interface Config {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly resource: Attributes;
  readonly captureContent: boolean;
  readonly redact: ((text: string, attribute: string) => string) | undefined;
  readonly maxTextLength: number;
  readonly maxAttributeLength: number;
  readonly maxQueueSpans: number;
  readonly maxQueueBytes: number;
  readonly batchSpans: number;
  readonly batchDelayMs: number;
  readonly timeoutMs: number;
  readonly exitTimeoutMs: number;
  readonly flushOnExit: boolean;
  readonly isEnabled: boolean;
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318';

export function readConfig(options: TracewrightOptions, env: Environment, problems: ProblemLog): Config {
  const url = readUrl(options.endpoint, env, problems);
  const count = (name: keyof TracewrightOptions, fallback: number): number => {
    const value = options[name];
    if (value === undefined) return fallback;
    if (typeof value === 'number' && value >= 0) return value;
    problems.add(
      invalid(`the option ${name} is not a number of at least 0`, `leave it out, or give a number`),
    );
    return fallback;
  };
  readProtocol(env, problems);
  const envTimeout = Number(env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] ?? env['OTEL_EXPORTER_OTLP_TIMEOUT']);
  return {
    url,
    headers: {
      ...readPairs(env['OTEL_EXPORTER_OTLP_HEADERS']),
      ...readPairs(env['OTEL_EXPORTER_OTLP_TRACES_HEADERS']),
      ...options.headers,
    },
    resource: readResource(options, env),
    captureContent: options.captureContent ?? true,
    redact: options.redact,
    maxTextLength: count('maxTextLength', 65_536),
    maxAttributeLength: count('maxAttributeLength', 1_048_576),
    maxQueueSpans: count('maxQueueSpans', 10_000),
    maxQueueBytes: count('maxQueueBytes', 32 * 1024 * 1024),
    batchSpans: Math.max(1, count('batchSpans', 512)),
    batchDelayMs: count('batchDelayMs', 500),
    timeoutMs: count('timeoutMs', envTimeout > 0 ? envTimeout : 10_000),
    exitTimeoutMs: count('exitTimeoutMs', 2_000),
    flushOnExit: options.flushOnExit ?? true,
    isEnabled: options.disabled !== true && env['OTEL_SDK_DISABLED']?.trim().toLowerCase() !== 'true',
  };
}

function invalid(message: string, fix: string): SdkProblem {
  return { code: 'option-invalid', message, fix };
}

function readUrl(endpoint: string | undefined, env: Environment, problems: ProblemLog): string {
  const given = endpoint === undefined ? present(env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) : undefined;
  const base = endpoint ?? present(env['OTEL_EXPORTER_OTLP_ENDPOINT']) ?? DEFAULT_ENDPOINT;
  // The variable for traces is taken as it is; the general one is a base that the path is appended to.
  const text = given ?? appendPath(base);
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return text;
  problems.add(
    invalid(
      `"${text.slice(0, 200)}" is not an http(s) URL; ${DEFAULT_ENDPOINT} is used`,
      'set the option endpoint or OTEL_EXPORTER_OTLP_ENDPOINT',
    ),
  );
  return appendPath(DEFAULT_ENDPOINT);
}

/** There is one; a program that was set up for another SDK is told. */
function readProtocol(env: Environment, problems: ProblemLog): void {
  const protocol =
    present(env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL']) ?? present(env['OTEL_EXPORTER_OTLP_PROTOCOL']);
  if (protocol === undefined || protocol === 'http/json') return;
  problems.add(
    invalid(
      `the protocol "${protocol.slice(0, 200)}" is not spoken; http/json is used`,
      'give an endpoint that takes OTLP/HTTP with JSON; an OpenTelemetry Collector between turns it into any other',
    ),
  );
}

function appendPath(base: string): string {
  const bare = base.replace(/\/+$/, '');
  return bare.endsWith('/v1/traces') ? bare : `${bare}/v1/traces`;
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

/** `key=value,key=value`, both URL-encoded. A pair that cannot be decoded is taken as it is. */
function readPairs(text: string | undefined): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const pair of (text ?? '').split(',')) {
    const at = pair.indexOf('=');
    const key = decode(pair.slice(0, Math.max(0, at)).trim());
    if (key !== '') pairs[key] = decode(pair.slice(at + 1).trim());
  }
  return pairs;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readResource({ serviceName, resource }: TracewrightOptions, env: Environment): Attributes {
  const fromEnv: Record<string, AttributeValue> = readPairs(env['OTEL_RESOURCE_ATTRIBUTES']);
  const attributes: Record<string, AttributeValue | undefined> = {
    'telemetry.sdk.name': '@tracewright/sdk',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': SDK_VERSION,
    ...fromEnv,
    ...resource,
  };
  attributes['service.name'] =
    serviceName ??
    resource?.['service.name'] ??
    present(env['OTEL_SERVICE_NAME']) ??
    fromEnv['service.name'] ??
    present(env['npm_package_name']) ??
    'unknown_service';
  return attributes;
}
