/** How much of a run's texts a report holds: whole where it can, and never more than a mail takes. */
import { html, type Html } from './html.ts';

/** UTF-16 units. */
const FOLD_AT = 1_200;
const FOLD_LINES = 14;
/** Of one text: beyond, its middle is left out. */
export const MOST_OF_A_TEXT = 20_000;
const TAIL = 4_000;

/** A text, folded when it is long, with the quotes of findings marked. @param most what may be shown of it */
export function renderText(text: string, quotes: readonly string[], most: number = MOST_OF_A_TEXT): Html {
  const trimmed = text.replace(/^\n+|\s+$/g, '');
  const cut = cutMiddle(trimmed, Math.min(most, MOST_OF_A_TEXT));
  const shown = cut ?? trimmed;
  const first = foldedLength(shown);
  if (first === undefined) return html`<pre dir="auto">${markQuotes(shown, quotes)}</pre>`;
  const lines = trimmed.split('\n').length;
  const size = `${trimmed.length.toLocaleString('en-US')} characters${lines > 1 ? `, ${lines.toLocaleString('en-US')} lines` : ''}`;
  const isQuotedBelow = quotes.some((quote) => quote !== '' && shown.indexOf(quote) + quote.length > first);
  return html`<pre dir="auto">${markQuotes(shown.slice(0, first), quotes)} …</pre>
    <details${isQuotedBelow ? html` open` : ''}><summary>${cut === undefined ? 'All' : 'Beginning and end'} of ${size}</summary><pre dir="auto">${markQuotes(shown, quotes)}</pre></details>`;
}

/** The beginning and the end, with what lies between counted; undefined when it is short enough. */
export function cutMiddle(text: string, most: number): string | undefined {
  if (text.length <= most) return undefined;
  const tail = Math.min(TAIL, most >> 2);
  const head = wholeCharacters(text, most - tail);
  const from = wholeCharacters(text, text.length - tail);
  const left = (from - head).toLocaleString('en-US');
  return `${text.slice(0, head)}\n\n[… ${left} characters left out …]\n\n${text.slice(from)}`;
}

/** How much to show before the fold; undefined when all of it. */
function foldedLength(text: string): number | undefined {
  let end = -1;
  for (let line = 0; line < FOLD_LINES; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end === -1) break;
  }
  if (text.length <= FOLD_AT && (end === -1 || text.length - end < 200)) return undefined;
  return end === -1 || end > FOLD_AT ? wholeCharacters(text, FOLD_AT) : end;
}

/** Never between the halves of a character. */
function wholeCharacters(text: string, length: number): number {
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}

/** Each quote at its first occurrence; of quotes that overlap, the first. */
function markQuotes(text: string, quotes: readonly string[]): readonly (Html | string)[] {
  const places = quotes
    .flatMap((quote) => {
      const start = quote.trim() === '' ? -1 : text.indexOf(quote);
      return start === -1 ? [] : [{ start, end: start + quote.length }];
    })
    .toSorted((a, b) => a.start - b.start);
  const parts: (Html | string)[] = [];
  let at = 0;
  for (const { start, end } of places) {
    if (start < at) continue;
    parts.push(text.slice(at, start), html`<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}
