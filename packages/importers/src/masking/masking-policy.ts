/**
 * What is masked, as data: one JSON file, versioned (docs/masking.md). Read at the edge, refused as a whole where one entry
 * is wrong: a policy that is half understood would let through what its author meant to keep out.
 */
import { appendPointer, isJsonObject, type JsonObject, type JsonValue, TraceError } from '@tracewright/core';
import { compileCustomPattern, type CustomPattern } from './custom-pattern.ts';

export const FIELD_ACTIONS = ['keep', 'mask', 'drop', 'hash'] as const;

/**
 * What becomes of a field: `keep` leaves it as it is, secrets included; `mask` replaces every text in it by
 * `[masked:policy]`; `drop` removes it, or empties it where the structure needs it; `hash` replaces every text by a keyed
 * hash, so that equal texts stay equal. A field without a rule is searched for secrets.
 */
export type FieldAction = (typeof FIELD_ACTIONS)[number];

export interface FieldRule {
  /** As in docs/masking.md: `attributes.user.email`, `messages.system`, `tool.Bash.arguments`; `*` stands for any characters. */
  readonly field: string;
  readonly action: FieldAction;
}

export interface MaskingPolicy {
  /** Whether the built-in patterns and names of secrets are looked for. */
  readonly hasDefaults: boolean;
  /** The first rule that fits a field counts. */
  readonly fields: readonly FieldRule[];
  readonly patterns: readonly CustomPattern[];
  /** Texts that are no secrets, though they look like one. */
  readonly allow: ReadonlySet<string>;
  /** Key of `hash`: without it, short texts could be found again by trying. */
  readonly hashKey: string | undefined;
}

export const DEFAULT_MASKING_POLICY: MaskingPolicy = {
  hasDefaults: true,
  fields: [],
  patterns: [],
  allow: new Set(),
  hashKey: undefined,
};

const FIELD =
  /^(?:name|statusMessage|agent|model|attributes\.[^\s].*|messages\.[^\s.]+|tool\.[^\s].*\.(?:arguments|result)|events\.[^\s].*|links\.[^\s].*|run\.(?:taskText|task|environment|tools|outcome|user|session))$/;
const MIN_HASH_KEY = 16;
const MAX_ENTRIES = 1000;

/**
 * Reads a policy.
 *
 * @param json   the parsed file
 * @param source its name, for errors
 * @throws TraceError `usage-invalid` that points at the place
 */
export function readMaskingPolicy(json: JsonValue, source: string = 'masking policy'): MaskingPolicy {
  const policy = readObject(json, '', [
    'version',
    'defaultRules',
    'fields',
    'patterns',
    'allow',
    'hashKey',
    'description',
  ]);
  if (policy['version'] !== 1)
    throw refuse(
      '/version',
      `the version is ${show(policy['version'])}; this release reads version 1`,
      'write "version": 1',
    );
  const hasDefaults = policy['defaultRules'] ?? true;
  if (typeof hasDefaults !== 'boolean')
    throw refuse('/defaultRules', `${show(hasDefaults)} is not true or false`, 'leave it out for true');
  const hashKey = policy['hashKey'];
  if (hashKey !== undefined && (typeof hashKey !== 'string' || hashKey.length < MIN_HASH_KEY))
    throw refuse(
      '/hashKey',
      `the key is not a text of at least ${MIN_HASH_KEY} characters`,
      'write any long random text, and keep it to keep hashes equal',
    );
  const fields = readList(policy['fields'], '/fields').map((entry, index) =>
    readRule(entry, `/fields/${index}`),
  );
  const hashed = fields.findIndex(({ action }) => action === 'hash');
  if (hashed !== -1 && hashKey === undefined)
    throw refuse(
      `/fields/${hashed}/action`,
      '"hash" needs a key',
      `add "hashKey" with at least ${MIN_HASH_KEY} characters`,
    );
  return {
    hasDefaults,
    fields,
    hashKey,
    patterns: readList(policy['patterns'], '/patterns').map((entry, index) =>
      readPattern(entry, `/patterns/${index}`),
    ),
    allow: new Set(
      readList(policy['allow'], '/allow').map((entry, index) => readText(entry, `/allow/${index}`)),
    ),
  };

  function readRule(entry: JsonValue, at: string): FieldRule {
    const rule = readObject(entry, at, ['field', 'action']);
    const field = readText(rule['field'], `${at}/field`);
    if (!FIELD.test(field))
      throw refuse(
        `${at}/field`,
        `"${field.slice(0, 60)}" names no field`,
        'write as in attributes.KEY, messages.ROLE, tool.NAME.arguments, run.taskText (docs/masking.md)',
      );
    const action = FIELD_ACTIONS.find((known) => known === rule['action']);
    if (action === undefined)
      throw refuse(
        `${at}/action`,
        `${show(rule['action'])} is no action`,
        `write one of ${FIELD_ACTIONS.join(', ')}`,
      );
    return { field, action };
  }

  function readPattern(entry: JsonValue, at: string): CustomPattern {
    const pattern = readObject(entry, at, ['name', 'pattern', 'ignoreCase']);
    const name = readText(pattern['name'], `${at}/name`);
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
      throw refuse(
        `${at}/name`,
        `"${name.slice(0, 60)}" is not a name`,
        'write lower-case letters, digits and hyphens: it stands in the placeholder',
      );
    const ignoreCase = pattern['ignoreCase'] ?? false;
    if (typeof ignoreCase !== 'boolean')
      throw refuse(`${at}/ignoreCase`, `${show(ignoreCase)} is not true or false`, 'leave it out for false');
    return compileCustomPattern(
      name,
      readText(pattern['pattern'], `${at}/pattern`),
      ignoreCase,
      `${source}: ${at}/pattern`,
    );
  }

  function readObject(value: JsonValue | undefined, at: string, names: readonly string[]): JsonObject {
    if (!isJsonObject(value))
      throw refuse(at, `${show(value)} is not an object`, 'see the example in docs/masking.md');
    for (const name of Object.keys(value)) {
      if (!names.includes(name))
        throw refuse(
          appendPointer(at, name),
          `there is no member "${name.slice(0, 60)}"`,
          `known are ${names.join(', ')}`,
        );
    }
    return value;
  }

  function readList(value: JsonValue | undefined, at: string): readonly JsonValue[] {
    if (value === undefined) return [];
    if (!Array.isArray(value))
      throw refuse(at, `${show(value)} is not a list`, 'see the example in docs/masking.md');
    if (value.length > MAX_ENTRIES)
      throw refuse(
        at,
        `the list has ${value.length} entries; the limit is ${MAX_ENTRIES}`,
        'use * in field names',
      );
    // The cast: Array.isArray does not narrow readonly arrays.
    return value as readonly JsonValue[];
  }

  function readText(value: JsonValue | undefined, at: string): string {
    if (typeof value === 'string' && value !== '') return value;
    throw refuse(at, `${show(value)} is not a text`, 'see the example in docs/masking.md');
  }

  function refuse(at: string, message: string, fix: string): TraceError {
    return new TraceError('usage-invalid', { where: at === '' ? source : `${source}: ${at}`, message, fix });
  }
}

function show(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60);
}
