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
});
