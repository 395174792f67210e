/** An adapter from a file that anyone may have edited: every member is checked, and the first that is wrong is named. */
import { isJsonObject, type JsonObject, type JsonValue, TraceError } from '@tracewright/core';
import {
  ADAPTER_SCHEMA_VERSION,
  CALL_SYNTAXES,
  CONTAINERS,
  FACT_NAMES,
  FIELD_NAMES,
  type ImportAdapter,
  MEANT_LABELS,
  RECORD_KINDS,
  ROLES,
} from './adapter.ts';
import { parsePath } from './path.ts';
import { assertCheap } from './patterns.ts';

const MAX_CASES = 500;
const MAX_NESTING = 6;

/**
 * @param where the file, for the error
 * @throws TraceError `request-invalid` with the pointer of the member and what it may be
 */
export function readAdapter(value: unknown, where: string): ImportAdapter {
  const check = new Checker(where);
  const root = check.object(value, '');
  check.exactly(root, 'kind', ['import-adapter'], '');
  if (root['schemaVersion'] !== ADAPTER_SCHEMA_VERSION)
    throw check.fail(
      '/schemaVersion',
      `is ${JSON.stringify(root['schemaVersion'])}; this version reads ${ADAPTER_SCHEMA_VERSION}`,
    );
  const name = check.text(root, 'name', '');
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
    throw check.fail('/name', 'is not 1 to 64 lower-case letters, digits and -');
  if (!Number.isInteger(root['version']) || Number(root['version']) < 1)
    throw check.fail('/version', 'is no whole number from 1');
  check.text(root, 'createdAt', '');
  check.object(root['metrics'] ?? {}, '/metrics');
  check.text(check.object(root['sources'], '/sources'), 'description', '/sources');
  const body = check.object(root['body'], '/body');
  check.known(body, '/body', [
    'container',
    'screen',
    'prefix',
    'text',
    'tags',
    'expand',
    'transcripts',
    'runs',
    'records',
    'cases',
    'roles',
    'status',
    'pairing',
    'timeUnit',
    'fingerprint',
    'fields',
  ]);
  const container = check.exactly(body, 'container', CONTAINERS, '/body');
  if (container === 'text') checkTextRule(check, body['text'], '/body/text');
  if (body['transcripts'] !== undefined) {
    const transcripts = check.object(body['transcripts'], '/body/transcripts');
    check.text(transcripts, 'member', '/body/transcripts');
    checkTextRule(check, transcripts['text'], '/body/transcripts/text');
  }
  if (body['screen'] !== undefined) check.flag(body, 'screen', '/body');
  if (body['prefix'] !== undefined)
    for (const [index, pattern] of check.texts(body, 'prefix', '/body').entries())
      check.that(`/body/prefix/${index}`, () => assertCheap(pattern));
  if (container === 'tags') check.texts(body, 'tags', '/body');
  if (body['expand'] !== undefined) {
    const expand = check.object(body['expand'], '/body/expand');
    check.flag(expand, 'attributes', '/body/expand');
    check.texts(expand, 'decode', '/body/expand');
    if (expand['numbered'] !== undefined) check.flag(expand, 'numbered', '/body/expand');
    if (expand['keyed'] !== undefined) check.texts(expand, 'keyed', '/body/expand');
    if (expand['payloads'] !== undefined) check.texts(expand, 'payloads', '/body/expand');
    if (expand['outcomes'] !== undefined) check.texts(expand, 'outcomes', '/body/expand');
    if (expand['tables'] !== undefined) check.texts(expand, 'tables', '/body/expand');
    if (expand['stamped'] !== undefined) check.texts(expand, 'stamped', '/body/expand');
    if (expand['typed'] !== undefined) check.flag(expand, 'typed', '/body/expand');
    if (expand['answers'] !== undefined) check.texts(expand, 'answers', '/body/expand');
    for (const [index, value] of (expand['joined'] === undefined
      ? []
      : check.array(expand['joined'], '/body/expand/joined')
    ).entries()) {
      const at = `/body/expand/joined/${index}`;
      const join = check.object(value, at);
      for (const key of ['list', 'key']) check.text(join, key, at);
      check.known(join, at, ['list', 'key', 'names', 'of']);
      if (join['names'] !== undefined) check.text(join, 'names', at);
      else if (join['of'] === undefined) throw check.fail(at, 'has neither `names` nor `of`');
      if (join['of'] === undefined) continue;
      const of = check.object(join['of'], `${at}/of`);
      for (const key of ['list', 'id']) check.text(of, key, `${at}/of`);
    }
    for (const [index, value] of (expand['types'] === undefined
      ? []
      : check.array(expand['types'], '/body/expand/types')
    ).entries()) {
      const at = `/body/expand/types/${index}`;
      const type = check.object(value, at);
      check.text(type, 'name', at);
      check.text(type, 'prefix', at);
    }
  }
  const runs = check.object(body['runs'], '/body/runs');
  check.path(runs, 'at', '/body/runs');
  if (runs['byTime'] !== undefined) check.flag(runs, 'byTime', '/body/runs');
  if (runs['opening'] !== undefined) check.path(runs, 'opening', '/body/runs');
  if (runs['beside'] !== undefined)
    for (const [index, path] of check.texts(runs, 'beside', '/body/runs').entries())
      check.that(`/body/runs/beside/${index}`, () => parsePath(path));
  if (runs['groupBy'] !== undefined) check.path(runs, 'groupBy', '/body/runs');
  if (runs['growing'] !== undefined) {
    const growing = check.object(runs['growing'], '/body/runs/growing');
    if (growing['answer'] !== undefined) check.path(growing, 'answer', '/body/runs/growing');
    if (growing['by'] !== undefined) check.path(growing, 'by', '/body/runs/growing');
    if (growing['newestFirst'] !== undefined) check.flag(growing, 'newestFirst', '/body/runs/growing');
    if (growing['byTime'] !== undefined) check.path(growing, 'byTime', '/body/runs/growing');
  }
  if (runs['spans'] !== undefined) {
    const spans = check.object(runs['spans'], '/body/runs/spans');
    check.path(spans, 'start', '/body/runs/spans');
    check.path(spans, 'end', '/body/runs/spans');
  }
  check.selectors(runs['facts'], FACT_NAMES, '/body/runs/facts');
  check.path(body, 'records', '/body');
  check.cases(body['cases'], '/body/cases', 0);
  const roles = check.object(body['roles'], '/body/roles');
  for (const word of Object.keys(roles)) check.exactly(roles, word, ROLES, '/body/roles');
  const status = check.object(body['status'], '/body/status');
  check.texts(status, 'ok', '/body/status');
  check.texts(status, 'error', '/body/status');
  for (const [index, pattern] of check.texts(status, 'errorPatterns', '/body/status').entries())
    check.that(`/body/status/errorPatterns/${index}`, () => assertCheap(pattern));
  check.exactly(body, 'pairing', ['ids', 'order', 'next-turn'], '/body');
  check.exactly(body, 'timeUnit', ['s', 'ms', 'us', 'ns'], '/body');
  const fingerprint = check.object(body['fingerprint'], '/body/fingerprint');
  check.texts(fingerprint, 'members', '/body/fingerprint');
  check.texts(fingerprint, 'types', '/body/fingerprint');
  for (const [index, field] of check.array(body['fields'], '/body/fields').entries()) {
    const report = check.object(field, `/body/fields/${index}`);
    check.exactly(report, 'field', FIELD_NAMES, `/body/fields/${index}`);
    for (const share of ['coverage', 'confidence'])
      if (typeof report[share] !== 'number')
        throw check.fail(`/body/fields/${index}/${share}`, 'is no number');
    check.texts(report, 'from', `/body/fields/${index}`);
  }
  // Every member was looked at above.
  return { seed: null, metrics: {}, ...root } as unknown as ImportAdapter;
}

function checkTextRule(check: Checker, value: JsonValue | undefined, at: string): void {
  const rule = check.object(value, at);
  const cheap = (patterns: readonly string[], place: string): void => {
    for (const [index, pattern] of patterns.entries())
      check.that(`${place}/${index}`, () => assertCheap(pattern));
  };
  cheap(check.texts(rule, 'headers', at), `${at}/headers`);
  const lines = rule['lines'] === undefined ? [] : check.array(rule['lines'], `${at}/lines`);
  for (const [index, entry] of lines.entries()) {
    const place = `${at}/lines/${index}`;
    const line = check.object(entry, place);
    check.that(`${place}/prefix`, () => assertCheap(check.text(line, 'prefix', place)));
    if (line['then'] !== undefined) cheap(check.texts(line, 'then', place), `${place}/then`);
    cheap(check.texts(line, 'headers', place), `${place}/headers`);
  }
  const meant = rule['meant'] === undefined ? [] : check.array(rule['meant'], `${at}/meant`);
  for (const [index, entry] of meant.entries()) {
    const place = `${at}/meant/${index}`;
    const line = check.object(entry, place);
    cheap(check.texts(line, 'patterns', place), `${place}/patterns`);
    check.exactly(line, 'label', MEANT_LABELS, place);
    for (const flag of ['given', 'quoted', 'nested', 'alone'])
      if (line[flag] !== undefined) check.flag(line, flag, place);
  }
  const signs = rule['signs'] === undefined ? [] : check.array(rule['signs'], `${at}/signs`);
  for (const [index, entry] of signs.entries()) {
    const place = `${at}/signs/${index}`;
    const part = check.object(entry, place);
    for (const name of ['opens', 'label', ...(part['closes'] === undefined ? [] : ['closes'])])
      check.text(part, name, place);
    if (part['isData'] !== undefined) check.flag(part, 'isData', place);
  }
  if (rule['told'] !== undefined) {
    const told = check.object(rule['told'], `${at}/told`);
    for (const [index, entry] of check.array(told['before'], `${at}/told/before`).entries())
      cheap(
        check.texts({ [index]: entry }, String(index), `${at}/told/before`),
        `${at}/told/before/${index}`,
      );
    const names = check.object(told['names'], `${at}/told/names`);
    for (const type of Object.keys(names)) check.texts(names, type, `${at}/told/names`);
  }
  check.flag(rule, 'skipFences', at);
  for (const name of ['pairs', 'printed', 'sent', 'logged', 'below', 'separated', 'replies'])
    if (rule[name] !== undefined) check.flag(rule, name, at);
  for (const name of ['fenced', 'listed', 'settings', 'breaks', 'closing', 'between'])
    if (rule[name] !== undefined) check.texts(rule, name, at);
  if (rule['enclosed'] !== undefined) {
    const enclosed = check.object(rule['enclosed'], `${at}/enclosed`);
    for (const name of ['opens', 'closes'])
      check.that(`${at}/enclosed/${name}`, () => assertCheap(check.text(enclosed, name, `${at}/enclosed`)));
  }
  if (rule['divider'] !== undefined) check.text(rule, 'divider', at);
  if (rule['sessions'] !== undefined)
    check.that(`${at}/sessions`, () => assertCheap(check.text(rule, 'sessions', at)));
  if (rule['blocks'] !== undefined) {
    const blocks = check.object(rule['blocks'], `${at}/blocks`);
    cheap(check.texts(blocks, 'ends', `${at}/blocks`), `${at}/blocks/ends`);
    check.texts(blocks, 'members', `${at}/blocks`);
  }
}

class Checker {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  fail(pointer: string, what: string): TraceError {
    return new TraceError('request-invalid', {
      where: `${this.#file} ${pointer === '' ? 'at the top' : pointer}`.trim(),
      message: `the adapter is not valid: ${pointer === '' ? 'it' : pointer} ${what}`,
      fix: 'correct it (docs/induction.md), or delete the file and induce the adapter anew',
    });
  }

  that(pointer: string, work: () => unknown): void {
    try {
      work();
    } catch (error) {
      throw this.fail(pointer, error instanceof Error ? error.message : String(error));
    }
  }

  object(value: unknown, pointer: string): JsonObject {
    if (!isJsonObject(value)) throw this.fail(pointer, 'is no object');
    return value;
  }

  array(value: unknown, pointer: string): readonly JsonValue[] {
    if (!Array.isArray(value)) throw this.fail(pointer, 'is no array');
    return value as readonly JsonValue[];
  }

  text(object: JsonObject, name: string, pointer: string): string {
    const value = object[name];
    if (typeof value !== 'string') throw this.fail(`${pointer}/${name}`, 'is no text');
    return value;
  }

  flag(object: JsonObject, name: string, pointer: string): void {
    if (typeof object[name] !== 'boolean') throw this.fail(`${pointer}/${name}`, 'is neither true nor false');
  }

  texts(object: JsonObject, name: string, pointer: string): readonly string[] {
    const list = this.array(object[name], `${pointer}/${name}`);
    return list.map((value, index) => {
      if (typeof value !== 'string') throw this.fail(`${pointer}/${name}/${index}`, 'is no text');
      return value;
    });
  }

  exactly<T extends string>(object: JsonObject, name: string, allowed: readonly T[], pointer: string): T {
    const found = allowed.find((value) => value === object[name]);
    if (found === undefined)
      throw this.fail(
        `${pointer}/${name}`,
        `is ${JSON.stringify(object[name]) ?? 'missing'}; one of ${allowed.join(', ')}`,
      );
    return found;
  }

  known(object: JsonObject, pointer: string, names: readonly string[]): void {
    const odd = Object.keys(object).find((name) => !names.includes(name));
    if (odd !== undefined) throw this.fail(`${pointer}/${odd}`, `is not known; one of ${names.join(', ')}`);
  }

  path(object: JsonObject, name: string, pointer: string): void {
    const text = this.text(object, name, pointer);
    this.that(`${pointer}/${name}`, () => parsePath(text));
  }

  selectors(value: unknown, names: readonly string[], pointer: string): void {
    const object = this.object(value, pointer);
    this.known(object, pointer, names);
    for (const [name, list] of Object.entries(object)) {
      for (const [index, selector] of this.array(list, `${pointer}/${name}`).entries()) {
        const at = `${pointer}/${name}/${index}`;
        if (typeof selector === 'string') this.that(at, () => parsePath(selector));
        else {
          const inner = this.object(selector, at);
          if (inner['value'] !== undefined) continue;
          this.path(inner, 'path', at);
          if (inner['omit'] !== undefined) this.texts(inner, 'omit', at);
        }
      }
    }
  }

  cases(value: unknown, pointer: string, nesting: number): void {
    const list = this.array(value, pointer);
    if (list.length > MAX_CASES || nesting > MAX_NESTING)
      throw this.fail(pointer, `is more than ${MAX_CASES} cases, or nests deeper than ${MAX_NESTING}`);
    for (const [index, entry] of list.entries()) {
      const at = `${pointer}/${index}`;
      const recordCase = this.object(entry, at);
      this.known(recordCase, at, [
        'when',
        'as',
        'role',
        'streamed',
        'latest',
        'fields',
        'inside',
        'callsInText',
      ]);
      for (const [number, condition] of this.array(recordCase['when'], `${at}/when`).entries()) {
        const one = this.object(condition, `${at}/when/${number}`);
        this.path(one, 'path', `${at}/when/${number}`);
        if (one['in'] !== undefined) this.array(one['in'], `${at}/when/${number}/in`);
      }
      this.exactly(recordCase, 'as', RECORD_KINDS, at);
      if (recordCase['role'] !== undefined) this.exactly(recordCase, 'role', ROLES, at);
      if (recordCase['streamed'] !== undefined) this.flag(recordCase, 'streamed', at);
      if (recordCase['latest'] !== undefined) this.path(recordCase, 'latest', at);
      this.selectors(recordCase['fields'], FIELD_NAMES, `${at}/fields`);
      if (recordCase['callsInText'] !== undefined)
        for (const syntax of this.texts(recordCase, 'callsInText', at))
          if (!CALL_SYNTAXES.some((known) => known === syntax))
            throw this.fail(
              `${at}/callsInText`,
              `has ${JSON.stringify(syntax)}; of ${CALL_SYNTAXES.join(', ')}`,
            );
      for (const [number, inside] of this.array(recordCase['inside'] ?? [], `${at}/inside`).entries()) {
        const inner = this.object(inside, `${at}/inside/${number}`);
        this.path(inner, 'at', `${at}/inside/${number}`);
        this.cases(inner['cases'], `${at}/inside/${number}/cases`, nesting + 1);
      }
    }
  }
}
