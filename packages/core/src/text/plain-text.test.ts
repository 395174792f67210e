import { describe, expect, it } from 'vitest';
import { toPlainText } from './plain-text.ts';

describe('toPlainText', () => {
  it('drops colours, titles and cursor moves of a terminal', () => {
    expect(toPlainText('\u001b[1;31mFAILED\u001b[0m \u001b]0;title\u0007done\u001b[2K')).toBe('FAILED done');
    expect(toPlainText('\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\')).toBe('link');
  });

  it('shows of an overwritten line what a terminal would still show', () => {
    expect(toPlainText('10%\r50%\r100%\nnext\r\nlast\r')).toBe('100%\nnext\nlast');
  });

  it('makes hidden and reordering characters visible', () => {
    expect(toPlainText('a\u0000b\u001b')).toBe('a␀b␛');
    expect(toPlainText('user\u202egnp.exe\u007f\u0085')).toBe('user⟨U+202E⟩gnp.exe␡⟨U+0085⟩');
  });

  it('keeps tabs, line breaks, right-to-left letters and emoji', () => {
    const text = 'a\tb\nשלום مرحبا 👩‍💻';
    expect(toPlainText(text)).toBe(text);
  });

  it('takes a time that grows only with the length', () => {
    const line = 'q'.repeat(3_000_000);
    const started = performance.now();
    expect(toPlainText(`${line}\r${line}\u001b[`)).toBe(`${line}␛[`);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('changes nothing the second time', () => {
    const once = toPlainText('x\u001b[31m\r\r\ny\u0001\u202e');
    expect(toPlainText(once)).toBe(once);
  });
});
