/**
 * Equal short texts as one string. What is read arrives as a string of its own for each cell, and a long run repeats its agent, its
 * model, its tools and its file hundreds of thousands of times.
 */
const MAX_LENGTH = 256;
/** Ids are more, and nothing is kept of them from then on. */
const MAX_TEXTS = 256;

/** For values of one column, or of one member of documents; what is no short text is given back as it is. */
export type ShareTexts = <T>(value: T) => T;

export function createShareTexts(): ShareTexts {
  const known = new Map<unknown, unknown>();
  return <T>(value: T): T => {
    if (typeof value !== 'string' || value.length > MAX_LENGTH) return value;
    const shared = known.get(value);
    if (shared === undefined && known.size < MAX_TEXTS) known.set(value, value);
    // The cast: a text is known under itself.
    return (shared ?? value) as T;
  };
}
