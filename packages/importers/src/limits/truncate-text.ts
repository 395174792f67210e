/** Cuts a text and says so in it: `… [truncated 12345 of 67890 characters]`. The result, mark included, is within the limit. */
export function truncateText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // The longest mark there can be for this text; a few characters less than the limit do not matter.
  const room = limit - markOf(text.length, text.length).length;
  const kept = toBoundary(text, Math.max(0, room));
  return text.slice(0, kept) + markOf(text.length - kept, text.length);
}

function markOf(cut: number, total: number): string {
  return `… [truncated ${cut} of ${total} characters]`;
}

/** The first characters of a text, at most `limit`; no character is split. */
export function startOfText(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, toBoundary(text, limit));
}

/** The nearest place at or before `index` that does not split a surrogate pair. */
function toBoundary(text: string, index: number): number {
  const before = text.charCodeAt(index - 1);
  return before >= 0xd800 && before <= 0xdbff ? index - 1 : index;
}
