import { describe, expect, it } from 'vitest';
import { describeVersion, editOf, signAdapter } from './adapter-edit.ts';
import { induceAdapter } from '../induce.ts';
import { readAdapter } from './read-adapter.ts';

const LOG = ['user', 'assistant', 'user', 'assistant']
  .map((role, index) => JSON.stringify({ role, content: `This is turn number ${index}.` }))
  .join('\n');

describe('editOf', () => {
  const { adapter } = induceAdapter([{ path: 'a.jsonl', text: LOG }], 'turns', '2026-01-01T00:00:00Z');
  const written = JSON.parse(JSON.stringify(signAdapter(adapter))) as typeof adapter;

  it('says nothing of an adapter as it was written, or one that nobody signed', () => {
    expect(editOf(readAdapter(written, 'turns.json'))).toBeUndefined();
    expect(editOf(adapter)).toBeUndefined();
    expect(describeVersion(written)).toBe('version 1');
  });

  it('tells an edit by the hash of the body, whatever the order of its members', () => {
    const { container, ...rest } = written.body;
    expect(editOf({ ...written, body: { ...rest, container } })).toBeUndefined();
    const edited = { ...written, body: { ...written.body, pairing: 'ids' as const } };
    expect(editOf(edited)).toMatch(/^[0-9a-f]{7}$/);
    expect(describeVersion(edited)).toBe(`version 1, edited (${editOf(edited)})`);
  });
});
