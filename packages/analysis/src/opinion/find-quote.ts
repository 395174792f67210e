import { type Evidence, readSpanText } from '@tracewright/core';
import type { JudgedStep } from '../detect/context.ts';
import { quote as quoteSlice } from '../text/quote.ts';
import { listPlaces } from './step-view.ts';

/** Shorter quotes stand anywhere; a shorter one counts only where it is the whole text. */
const MIN_LENGTH = 8;

/**
 * Where a quote of a model stands in a step, as evidence that is exactly the text there. Runs of white space are taken for equal,
 * and a quote that still has the escapes of JSON is read without them: models change either in passing.
 */
export function findQuote(step: JudgedStep, quoted: string): Evidence | undefined {
  const wanted = quoted.trim();
  if (wanted === '') return undefined;
  const places = listPlaces(step);
  for (const spelling of new Set([wanted, unescape(wanted)])) {
    const pattern = toPattern(spelling);
    for (const { span, path } of places) {
      const text = readSpanText(span, path) ?? '';
      if (spelling.length < MIN_LENGTH && text.trim() !== spelling) continue;
      const match = pattern.exec(text);
      if (match !== null) return quoteSlice(span, path, match.index, match.index + match[0].length);
    }
  }
  return undefined;
}

/** Words in their order, parted by any white space; no word can make the search take long. */
function toPattern(text: string): RegExp {
  const words = text.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&'));
  return new RegExp(words.join('\\s+'));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescape(text: string): string {
  return text
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(["\\/nrtbf]))/g, (_, code: string | undefined, letter = '') =>
      code === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .trim();
}
