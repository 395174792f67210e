/**
 * The key and the project that a request's headers name, in every form that clients of other platforms send, so that moving
 * over is one environment variable.
 *
 *     readCredentials({ authorization: 'Basic cGs6dHdfLi4u', 'x-project-name': 'Shop' }); // { key: 'tw_...', project: 'shop' }
 *
 * Limits: header names in lower case, as Node and gRPC give them. Nothing here checks a key.
 */
import { findProject, normaliseProject } from './project-name.ts';

export type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Credentials {
  readonly key?: string;
  /** Normalised. */
  readonly project?: string;
}

/** What our keys begin with; a key that does not is another platform's. */
export const KEY_PREFIX = 'tw_';

/** Longer header values are no credentials. */
const MAX_VALUE_LENGTH = 4096;

/** The key as it is: ours, LangSmith's and many more, Weave's, Arize's. */
const KEY_HEADERS: readonly string[] = [
  'x-tracewright-key',
  'x-api-key',
  'wandb-api-key',
  'api_key',
  'api-key',
];

type ProjectHeader = readonly [header: string, nameOf: (value: string) => string];
const asItIs = (value: string): string => value;
/** An experiment's id alone, such as 0, would be a puzzling name of a project. */
const experiment = (id: string): string => `experiment-${id}`;

const OWN_PROJECT_HEADER = 'x-tracewright-project';
const PEER_PROJECT_HEADERS: readonly ProjectHeader[] = [
  // Phoenix
  ['x-project-name', asItIs],
  // Opik
  ['projectname', asItIs],
  ['langsmith-project', asItIs],
  // Braintrust
  ['x-bt-parent', projectOfParent],
  // MLflow
  ['x-mlflow-experiment-id', experiment],
  // Weave before resource attributes: ENTITY/PROJECT
  ['project_id', asItIs],
  ['wandb-project', asItIs],
];

/** @throws TraceError `request-invalid` where our own header names a project that cannot be one */
export function readCredentials(headers: HeaderValues): Credentials {
  const key = readKey(headers);
  const project = readProject(headers);
  return { ...(key === undefined ? {} : { key }), ...(project === undefined ? {} : { project }) };
}

function readKey(headers: HeaderValues): string | undefined {
  const named = KEY_HEADERS.flatMap((name) => readValue(headers, name) ?? []).map(withoutScheme);
  const authorization = readValue(headers, 'authorization');
  const found = [...named, ...(authorization === undefined ? [] : readAuthorization(authorization))];
  // A client that moved over may still send another platform's key beside ours.
  return found.find((key) => key.startsWith(KEY_PREFIX)) ?? found[0];
}

/** `Bearer KEY`, `Basic base64(user:password)` with the key as either, or the key alone. */
function readAuthorization(value: string): readonly string[] {
  const basic = /^basic\s+([A-Za-z0-9+/_-]+=*)$/i.exec(value)?.[1];
  if (basic === undefined) return [withoutScheme(value)].filter((key) => key !== '');
  const [user = '', ...rest] = decodeBase64(basic).split(':');
  return [rest.join(':'), user].filter((key) => key !== '');
}

function withoutScheme(value: string): string {
  return value.replace(/^[A-Za-z][\w-]*\s+(?=\S+$)/, '');
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

/** A peer's name that cannot be one here is passed over, as it is in a resource's attributes: it must not cost the spans. */
function readProject(headers: HeaderValues): string | undefined {
  const own = readValue(headers, OWN_PROJECT_HEADER);
  if (own !== undefined) return normaliseProject(own, `header ${OWN_PROJECT_HEADER}`);
  for (const [header, nameOf] of PEER_PROJECT_HEADERS) {
    const value = readValue(headers, header);
    const name = value === undefined ? undefined : findProject(nameOf(value));
    if (name !== undefined) return name;
  }
  return undefined;
}

/** `project_id:ID`, `project_name:NAME`, `experiment_id:ID`; a span's slug names no project of its own. */
function projectOfParent(value: string): string {
  const [, kind, name] = /^(project_id|project_name|experiment_id):(.+)$/.exec(value) ?? [];
  if (name === undefined) return value;
  return kind === 'experiment_id' ? experiment(name) : name;
}

/** The first value, without the encoding that OTEL_EXPORTER_OTLP_HEADERS asks for where an SDK left it (`Bearer%20...`). */
function readValue(headers: HeaderValues, name: string): string | undefined {
  const given = headers[name];
  const value = (typeof given === 'string' ? given : given?.[0])?.trim();
  if (value === undefined || value === '' || value.length > MAX_VALUE_LENGTH) return undefined;
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value).trim();
  } catch {
    return value;
  }
}
