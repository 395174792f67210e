/**
 * "Contains, ignoring case" for RE2, whose `(?i)` folds as core's `toContainsPattern` does. Everything but letters, digits and
 * non-ASCII is written as a code point.
 */
export function toRe2Contains(text: string): string {
  const literal = text.replace(/[^\p{ASCII}]|[A-Za-z0-9]|./gsu, (character) =>
    /[A-Za-z0-9]|[^\p{ASCII}]/u.test(character)
      ? character
      : `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `(?i)${literal}`;
}
