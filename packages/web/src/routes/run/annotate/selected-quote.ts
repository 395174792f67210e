/** Longer selections say nothing that a step does not say itself. */
const MOST = 2_000;

/** What the reader has selected within the texts of a step; undefined when nothing. */
export function readSelectedQuote(step: number): string | undefined {
  const selection = window.getSelection();
  const article = document.getElementById(`step-${step}`);
  if (selection === null || selection.isCollapsed || article === null) return undefined;
  const { anchorNode, focusNode } = selection;
  if (!article.contains(anchorNode) || !article.contains(focusNode)) return undefined;
  const text = selection.toString().trim();
  return text === '' || text.length > MOST ? undefined : text;
}
