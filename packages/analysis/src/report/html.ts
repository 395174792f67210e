/** HTML as text, from parts that are escaped unless they are HTML already. */
import { toPlainText } from '@tracewright/core';

/** Text that is HTML: made by `html` alone. */
export interface Html {
  readonly html: string;
}

export type HtmlPart = Html | string | number | readonly HtmlPart[] | undefined;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * `` html`<p title="${title}">${text}</p>` ``: everything between `${}` is text, in elements and in quoted attributes, except
 * what `html` made; lists are put together, undefined is nothing.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { html: strings.reduce((before, next, index) => before + toHtml(parts[index - 1]) + next) };
}

function toHtml(part: HtmlPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if (isList(part)) return part.map(toHtml).join('');
  return part.html;
}

function isList(part: HtmlPart): part is readonly HtmlPart[] {
  return Array.isArray(part);
}

function escapeHtml(text: string): string {
  return toPlainText(text).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
