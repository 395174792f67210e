import type { JsonValue } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import { createEchoFilter, isNothing } from './drop-echoes.ts';
import { type Piece, readRecord } from './read-record.ts';

const RULES = {
  roles: { user: 'user', assistant: 'agent' },
  status: { ok: [], error: [], errorPatterns: [] },
  timeUnit: 's',
} as const;
const MESSAGE: RecordCase = { when: [], as: 'turn', fields: { role: ['role'], text: ['text'] } };
const EVENT: RecordCase = { when: [], as: 'turn', fields: { role: ['role'], text: ['text'] } };
const CALL: RecordCase = {
  when: [],
  as: 'call',
  fields: { tool: ['tool'], callId: ['id'], arguments: ['args'] },
};
const BEGIN: RecordCase = {
  when: [],
  as: 'call',
  fields: { tool: ['tool'], callId: ['id'], arguments: ['args'] },
};

const read = (record: JsonValue, recordCase: RecordCase): Piece => readRecord(record, recordCase, RULES, '');
const said = (text: string, recordCase: RecordCase, role = 'assistant'): Piece =>
  read({ role, text }, recordCase);

describe('createEchoFilter', () => {
  it('drops what another kind of record told a moment ago', () => {
    const echoes = createEchoFilter();
    expect(echoes.take(said('Done.', MESSAGE))?.text).toBe('Done.');
    expect(echoes.take(said(' Done.\n', EVENT))).toBeUndefined();
  });

  it('keeps what the same kind of record says twice, and what another role says', () => {
    const echoes = createEchoFilter();
    echoes.take(said('ok', MESSAGE));
    expect(echoes.take(said('ok', MESSAGE))?.text).toBe('ok');
    expect(echoes.take(said('ok', EVENT, 'user'))?.text).toBe('ok');
  });

  it('tells calls of one turn once that a runtime without ids begins after one another', () => {
    const echoes = createEchoFilter();
    const result: RecordCase = { when: [], as: 'result', fields: { result: ['result'] } };
    for (const id of ['c1', 'c2'])
      expect(echoes.take(read({ tool: 'weigh', id, args: { box: id } }, CALL))?.calls).toHaveLength(1);
    for (const box of ['c1', 'c2']) {
      expect(echoes.take(read({ tool: 'weigh', args: { box } }, BEGIN))).toBeUndefined();
      expect(echoes.take(read({ result: '2 kg' }, result))?.results).toHaveLength(1);
    }
    expect(echoes.take(read({ tool: 'weigh', args: { box: 'c2' } }, BEGIN))?.calls).toHaveLength(1);
  });

  it('forgets what was said long ago', () => {
    const echoes = createEchoFilter();
    echoes.take(said('ok', MESSAGE));
    for (let index = 0; index < 8; index += 1) echoes.take(said(`turn ${index}`, MESSAGE));
    expect(echoes.take(said('ok', EVENT))?.text).toBe('ok');
  });

  it('tells a call once, by its id, however long ago it was', () => {
    const echoes = createEchoFilter();
    const record = { tool: 'ls', id: 'c1', args: { path: '/' } };
    expect(echoes.take(read(record, CALL))?.calls).toHaveLength(1);
    for (let index = 0; index < 20; index += 1) echoes.take(said(`turn ${index}`, MESSAGE));
    expect(echoes.take(read(record, BEGIN))).toBeUndefined();
    expect(echoes.take(read({ ...record, id: 'c2' }, BEGIN))?.calls).toHaveLength(1);
  });

  it('keeps calls without an id, which may be two', () => {
    const echoes = createEchoFilter();
    echoes.take(read({ tool: 'ls' }, CALL));
    expect(echoes.take(read({ tool: 'ls' }, BEGIN))?.calls).toHaveLength(1);
  });

  it('lets a piece that never said anything pass', () => {
    const silent = said('', MESSAGE);
    expect(isNothing(silent)).toBe(true);
    expect(createEchoFilter().take(silent)).toBeDefined();
  });

  it('tells a call once whose record is written when it begins and when it ends, with what came back', () => {
    const echoes = createEchoFilter();
    const whole: RecordCase = { ...CALL, fields: { ...CALL.fields, result: ['out'] } };
    const begun = read({ tool: 'ls', id: 'a', args: { dir: '.' } }, whole);
    const ended = read({ tool: 'ls', id: 'a', args: { dir: '.' }, out: 'x' }, whole);
    expect(echoes.take(begun)?.calls).toHaveLength(1);
    const left = echoes.take(ended);
    expect(left?.calls).toEqual([]);
    expect(left?.results.map(({ callId, content }) => [callId, content])).toEqual([['a', 'x']]);
  });

  it('tells a call again whose id is used again once it was answered', () => {
    const echoes = createEchoFilter();
    const asked = (): Piece => read({ tool: 'ls', id: 'a', args: {} }, CALL);
    const result: RecordCase = { when: [], as: 'result', fields: { callId: ['id'], result: ['out'] } };
    echoes.take(asked());
    echoes.take(read({ id: 'a', out: 'x' }, result));
    expect(echoes.take(asked())?.calls).toHaveLength(1);
  });

  it('tells a call once that an agent writes and its runtime makes', () => {
    const echoes = createEchoFilter();
    const model: RecordCase = {
      when: [],
      as: 'turn',
      role: 'agent',
      fields: { text: ['text'] },
      callsInText: ['labels'],
    };
    const written = read({ text: 'Thought: look\nAction: ls\nAction Input: {"dir": "."}' }, model);
    expect(echoes.take(written)?.calls).toHaveLength(1);
    expect(echoes.take(read({ tool: 'ls', args: { dir: '.' } }, BEGIN))).toBeUndefined();
    expect(echoes.take(read({ tool: 'ls', args: { dir: '.' } }, BEGIN))?.calls).toHaveLength(1);
  });

  it('drops a final answer that stood behind its label', () => {
    const echoes = createEchoFilter();
    echoes.take(said('Thought: I know it now\nFinal Answer: Done.', MESSAGE));
    expect(echoes.take(said('Done.', EVENT))).toBeUndefined();
    echoes.take(said('It is not yet done.', MESSAGE));
    expect(echoes.take(said('done.', EVENT))?.text).toBe('done.');
  });

  it('tells once what came back and is written twice, and again where the id is called again', () => {
    const echoes = createEchoFilter();
    const result: RecordCase = { when: [], as: 'result', fields: { callId: ['id'], result: ['out'] } };
    const asked = (): Piece | undefined => echoes.take(read({ tool: 'ls', id: 'a', args: {} }, CALL));
    const brought = (): Piece | undefined => echoes.take(read({ id: 'a', out: 'x' }, result));
    asked();
    expect(brought()?.results).toHaveLength(1);
    expect(brought()).toBeUndefined();
    asked();
    expect(brought()?.results).toHaveLength(1);
  });
});
