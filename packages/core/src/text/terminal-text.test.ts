import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPlainText } from './plain-text.ts';
import { readTerminalText } from './terminal-text.ts';

/** `[red bold]FAILED[] done` */
function tell(recorded: string): string {
  const { text, ranges } = readTerminalText(recorded);
  let told = '';
  let at = 0;
  for (const { start, end, styles } of ranges) {
    told += `${text.slice(at, start)}[${styles.join(' ')}]${text.slice(start, end)}[]`;
    at = end;
  }
  return told + text.slice(at);
}

describe('readTerminalText', () => {
  it.each([
    ['plain text', 'plain text'],
    ['\u001b[1;31mFAILED\u001b[0m done', '[red bold]FAILED[] done'],
    ['\u001b[92mok\u001b[39m, \u001b[41mbad\u001b[m', '[green]ok[], [on-red]bad[]'],
    ['\u001b[38;5;196mr\u001b[38;5;244mg\u001b[0m', '[red]r[][grey]g[]'],
    ['\u001b[38;2;20;90;220mb\u001b[48:2::250:250:250mw\u001b[0m', '[blue]b[][blue on-white]w[]'],
    ['\u001b[3;4;9;7mall\u001b[23;24;29;27m none', '[italic underline strike inverse]all[] none'],
    ['\u001b[90mdim\u001b[22m \u001b[2mtoo', '[grey]dim[][grey] [][grey dim]too[]'],
    // A colour lasts through what is overwritten and through other escapes.
    [
      '\u001b[32m10%\r20%\u001b[2K\u001b]0;title\u0007 done\u001b[0m\nnext',
      '[green]20%[][green] done[]\nnext',
    ],
    ['\u001b[31munfinished \u001b[', '[red]unfinished ␛[[]'],
    ['\u001b[999mx\u001b[38mx\u001b[;;mx', 'xxx'],
  ])('%j is %s', (recorded, told) => {
    expect(tell(recorded)).toBe(told);
  });

  it('shows the same text as toPlainText, whatever is recorded', () => {
    const piece = fc.constantFrom(
      ...['a', 'bc', '\n', '\r', '\r\n', '\u001b', '[31m', '\u001b[31m', '\u001b[0m', '\u001b[1;48;5;7m'],
      ...['\u001b[2K', '\u001b]8;;x\u0007', '\u202e', '\u0000', '38;5m', ' '],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const recorded = pieces.join('');
        const { text, ranges } = readTerminalText(recorded);
        expect(text).toBe(toPlainText(recorded));
        let last = 0;
        for (const { start, end, styles } of ranges) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(styles).not.toEqual([]);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
