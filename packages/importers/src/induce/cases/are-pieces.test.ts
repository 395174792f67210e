import { describe, expect, it } from 'vitest';
import { arePieces } from './are-pieces.ts';

describe('arePieces', () => {
  it('knows parts of one answer by the blanks between them', () => {
    const parts = ['There ', 'are two ', 'cats in ', 'the garden.'];
    expect(
      arePieces(
        parts.map((answer) => ({ message_id: 'm1', answer })),
        { text: ['answer'], turnId: ['message_id'] },
      ),
    ).toBe(true);
    const words = ['There', ' are', ' two', ' cats'].map((said) => ({ turn: { no: 4 }, said }));
    expect(arePieces(words, { text: ['said'], id: ['turn.no'] })).toBe(true);
  });

  it('takes no messages for parts, nor parts of several answers', () => {
    const lines = ['Two cats. ', 'Shall I feed them?', 'Done.', 'Both are fed.', 'Anything else?'];
    const told = lines.map((text) => ({ id: 's1', text }));
    expect(arePieces(told, { text: ['text'], id: ['id'] })).toBe(false);
    const apart = ['a ', 'b ', 'c ', 'd '].map((text, id) => ({ id, text }));
    expect(arePieces(apart, { text: ['text'], id: ['id'] })).toBe(false);
    expect(arePieces(apart, { text: ['text'] })).toBe(false);
  });
});
