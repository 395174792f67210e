/** FNV-1a over UTF-16 units, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/**
 * 53 bits, to tell texts of a whole run apart without keeping them: among 300,000 two are taken for one with a chance of 1 in 200,000.
 * Two 32-bit lanes with different multipliers, mixed at the end, so that each bit depends on all of the text.
 */
export function fingerprint(text: string): number {
  let [low, high] = [0xdeadbeef ^ text.length, 0x41c6ce57 ^ text.length];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 2_654_435_761);
    high = Math.imul(high ^ unit, 1_597_334_677);
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
}
