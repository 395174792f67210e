/** Texts of two runs as they are compared: what differs by chance, such as times and spacing, is taken away. */

/** Longer texts are compared by their beginning and length. */
const MAX_LENGTH = 100_000;
/** Words a text is compared by. */
const MAX_WORDS = 400;

/** Spaces, case and marks of punctuation do not make another message. */
export function normalizeText(text: string): string {
  return cut(text)
    .toLowerCase()
    .replaceAll(/[\s\p{P}]+/gu, ' ')
    .trim();
}

/** Dates, times of day and durations, by which two equal results differ. */
const CLOCK =
  /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b|\b\d+(?:\.\d+)? ?(?:ms|s|sec|secs|seconds)\b/g;

export function normalizeResult(text: string): string {
  return cut(text).replaceAll(CLOCK, '#').replaceAll(/\s+/g, ' ').trim();
}

/** Words of letters and digits, in lower case. */
export function toWords(text: string): string[] {
  return (
    text
      .slice(0, MAX_WORDS * 20)
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? []
  ).slice(0, MAX_WORDS);
}

function cut(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}\u0000${text.length}`;
}
