import { describe, expect, test } from 'vitest';
import type { MeantLine } from '../adapter/adapter.ts';
import { readMeantRecords } from './read-meant-records.ts';

const CALL: MeantLine = { patterns: ['call ', '(?<tool>[a-z_]{1,20})'], label: 'tool_call' };
const RESULT: MeantLine = { patterns: ['result:'], label: 'tool_result' };
const USER: MeantLine = { patterns: ['user:'], label: 'user' };

describe('readMeantRecords', () => {
  test('what came back is one fenced block, what stands below it is said', () => {
    const text = 'user: go\ncall ls\n{"a": 1}\nresult:\n```\nx\n```\n\nThat was x.\n';
    expect(readMeantRecords(text, [CALL, RESULT, USER])).toEqual({
      records: [
        { label: 'user', text: 'go' },
        { label: 'tool_call', tool: 'ls', input: { a: 1 } },
        { label: 'tool_result', output: 'x' },
        { label: 'assistant', text: 'That was x.' },
      ],
      places: [
        { line: 1, endLine: 1 },
        { line: 2, endLine: 3 },
        { line: 4, endLine: 9 },
        { line: 4, endLine: 9 },
      ],
    });
  });

  test('a label inside what came back is text', () => {
    const { records } = readMeantRecords('call ls {}\nresult: a\nresult: b\n', [CALL, RESULT]);
    expect(records).toEqual([
      { label: 'tool_call', tool: 'ls', input: {} },
      { label: 'tool_result', output: 'a\nresult: b' },
    ]);
  });

  test('the same header without an object is what came back, or nothing that was called', () => {
    const { records } = readMeantRecords('call ls: a list\ncall ls {"d": 2}\ncall ls\nfiles\n', [CALL]);
    expect(records).toEqual([
      { label: 'log', text: ': a list' },
      { label: 'tool_call', tool: 'ls', input: { d: 2 } },
      { label: 'tool_result', tool: 'ls', output: 'files' },
    ]);
  });

  test('a quotation ends where its lines do, what is further in where a line is not', () => {
    const quoted: MeantLine = {
      patterns: ['> call ', '(?<tool>[a-z_]{1,20})'],
      label: 'tool_call',
      quoted: true,
    };
    expect(readMeantRecords('> call ls\n> {"a": 1}\n> returned\n> x\n\nSaid.\n', [quoted]).records).toEqual([
      { label: 'tool_call', tool: 'ls', input: { a: 1 }, output: 'x' },
      { label: 'assistant', text: 'Said.' },
    ]);
    const nested: MeantLine = { patterns: ['user'], label: 'user', nested: true };
    expect(readMeantRecords('user\n  go\nstep 1\n  of 2\nuser\n  on\n', [nested])).toEqual({
      records: [
        { label: 'user', text: 'go' },
        { label: 'log', text: 'step 1\n  of 2' },
        { label: 'user', text: 'on' },
      ],
      places: [
        { line: 1, endLine: 2 },
        { line: 3, endLine: 4 },
        { line: 5, endLine: 6 },
      ],
    });
  });
});
