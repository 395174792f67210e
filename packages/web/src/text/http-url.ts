/** An address out of a trace that a person may follow; undefined for all other schemes, and for what hides where it leads. */
export function toHttpUrl(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url.href : undefined;
}
