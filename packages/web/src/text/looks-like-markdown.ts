/** Whether a text is set in Markdown, by its signs; a guess that loads the parser, or not. */
const SIGNS =
  /^ {0,3}(?:#{1,6} |[-*+] \S|\d{1,3}[.)] \S|```|~~~|> |\|[^\n]{0,2000}\|)|\*\*\S|`[^`\n]{1,200}`|\[[^\]\n]{1,200}\]\(https?:|https?:\/\/\S/m;

/** Looked for in the beginning of a text, UTF-16 units. */
const LOOKED_AT = 10_000;

export function looksLikeMarkdown(text: string): boolean {
  return SIGNS.test(text.slice(0, LOOKED_AT));
}
