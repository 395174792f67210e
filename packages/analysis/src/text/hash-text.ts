/** FNV-1a over UTF-16 units, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/**
 * A number for a text that may be kept instead of it, by the millions: 53 bits, so that of a million texts any two share one with a
 * chance of 1 in 18,000.
 * @param before what the text follows, as its own number
 */
export function hashLongText(text: string, before: number = 0): number {
  let low = 0x811c9dc5 ^ before;
  let high = 0x9e3779b1 ^ (before / 2 ** 32);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 15;
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
