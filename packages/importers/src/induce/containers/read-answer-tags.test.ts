import { describe, expect, it } from 'vitest';
import { answerTagOf, readAnswerTags } from './read-answer-tags.ts';

const ONE = '<tool_response>\n{"name": "ls", "content": "a.txt"}\n</tool_response>';

describe('answers between tags', () => {
  it('are a list, each below the name of its tag', () => {
    const text = `${ONE}\n<tool_response>\n{"name": "cat", "content": [1]}\n</tool_response>\n`;
    expect(readAnswerTags(text, ['tool_response'])).toEqual([
      { tool_response: { name: 'ls', content: 'a.txt' } },
      { tool_response: { name: 'cat', content: [1] } },
    ]);
  });

  it('are a text where the only one names no call', () => {
    const text = '<tool_response>{"celsius": 21}</tool_response>';
    expect(readAnswerTags(text, ['tool_response'])).toBe('{"celsius": 21}');
  });

  it('that name no call are kept apart', () => {
    const text = '<observation>a</observation><observation>b</observation>';
    expect(readAnswerTags(text, ['observation'])).toEqual([
      { observation: { content: 'a' } },
      { observation: { content: 'b' } },
    ]);
  });

  it.each([
    ['other words beside them', `Here: ${ONE}`],
    ['words between them', `${ONE} and ${ONE}`],
    ['a tag that is not closed', '<tool_response>{"name": "ls"}'],
    ['a tag that is no answer', '<b>bold</b>'],
  ])('are none with %s', (_what, text) => {
    expect(readAnswerTags(text, ['tool_response', 'b'])).toBeUndefined();
  });

  it('are recognised by the name of their tag', () => {
    expect(answerTagOf(ONE)).toBe('tool_response');
    expect(answerTagOf('<b>bold</b>')).toBeUndefined();
  });

  it('take linear time on text that is hostile', () => {
    const text = `<tool_response>${'<tool_response>'.repeat(100_000)}</tool_response>`;
    expect(readAnswerTags(text, ['tool_response'])).toContain('<tool_response>');
  });
});
