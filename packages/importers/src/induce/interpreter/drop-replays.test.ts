import { describe, expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import { createReplayFilter } from './drop-replays.ts';
import { type Piece, piecesOf, readRecord } from './read-record.ts';

const RULES = {
  roles: { user: 'user', assistant: 'agent' },
  status: { ok: [], error: [], errorPatterns: [] },
  timeUnit: 's',
} as const;
const MESSAGE: RecordCase = { when: [], as: 'turn', fields: { role: ['role'], text: ['content'] } };
const STATE: RecordCase = {
  when: [],
  as: 'turn',
  fields: {},
  inside: [{ at: 'messages[*]', cases: [MESSAGE] }],
};

const message = (role: string, content: string): readonly Piece[] =>
  piecesOf(readRecord({ role, content }, MESSAGE, RULES, ''));
const state = (...contents: readonly string[]): readonly Piece[] =>
  piecesOf(
    readRecord(
      {
        messages: contents.map((content, index) => ({
          role: index % 2 === 0 ? 'user' : 'assistant',
          content,
        })),
      },
      STATE,
      RULES,
      '',
    ),
  );
const texts = (pieces: readonly Piece[]): string[] => pieces.map(({ text }) => text);

describe('createReplayFilter', () => {
  it('leaves out of a record with the conversation so far what was told before', () => {
    const replays = createReplayFilter();
    replays.take(message('user', 'Which way?'));
    replays.take(message('assistant', 'North.'));
    expect(texts(replays.take(state('Which way?', 'North.', 'How far?', 'Two miles.')))).toEqual([
      'How far?',
      'Two miles.',
    ]);
    expect(replays.take(state('Which way?', 'North.', 'How far?', 'Two miles.'))).toEqual([]);
  });

  it('keeps a message that is said again, and another conversation', () => {
    const replays = createReplayFilter();
    replays.take(message('user', 'Go on'));
    expect(texts(replays.take(message('user', 'Go on')))).toEqual(['Go on']);
    expect(texts(replays.take(state('Who are you?', 'A helper.')))).toEqual(['Who are you?', 'A helper.']);
  });

  it('keeps of what was told before what a call brought, where nobody told that', () => {
    const call: RecordCase = { when: [], as: 'call', fields: { tool: ['tool'], result: ['result'] } };
    const calls = (result?: string): readonly Piece[] =>
      piecesOf(readRecord({ tool: 'look', ...(result === undefined ? {} : { result }) }, call, RULES, ''));
    const sent = (result: string): readonly Piece[] => {
      const [piece] = calls();
      const brought = {
        callId: undefined,
        tool: 'look',
        content: result,
        isError: undefined,
        message: undefined,
      };
      return [
        ...message('user', 'Which way?'),
        ...(piece === undefined ? [] : [{ ...piece, results: [brought] }]),
      ];
    };
    const resultsOf = (pieces: readonly Piece[]): unknown[] =>
      pieces.map(({ calls: told, results }) => [told.length, results.map(({ content }) => content)]);
    const replays = createReplayFilter();
    replays.take(message('user', 'Which way?'));
    replays.take(calls());
    expect(resultsOf(replays.take(sent('a tree')))).toEqual([[0, ['a tree']]]);
    expect(replays.take(sent('a tree'))).toEqual([]);
    const known = createReplayFilter();
    known.take(message('user', 'Which way?'));
    known.take(calls());
    known.take(calls('a tree'));
    expect(known.take(sent('{"seen": "a tree"}'))).toEqual([]);
  });
});
