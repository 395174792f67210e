import { describe, expect, it } from 'vitest';
import { selectResult } from './select-result.ts';

const SELECTORS = ['answer.result', 'answer'];

describe('selectResult', () => {
  it('takes what is empty for what came back, and not what wraps it', () => {
    expect(selectResult({ answer: { result: '' } }, SELECTORS, '')?.value).toBe('');
    expect(selectResult({ answer: { result: [] } }, SELECTORS, '')?.value).toEqual([]);
  });

  it('keeps what says something', () => {
    expect(selectResult({ answer: { result: 'ok' } }, SELECTORS, '')?.value).toBe('ok');
    expect(selectResult({ answer: { result: '', code: 3 } }, SELECTORS, '')?.value).toEqual({
      result: '',
      code: 3,
    });
  });
});
