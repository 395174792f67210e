/** Pictures that stand in a text as data URLs. Only these are ever shown: an address on the network is not asked for. */

const START = /data:(image\/(?:png|jpeg|gif|webp|avif|bmp));base64,/g;
const BASE64 = /[A-Za-z0-9+/]*={0,2}/y;

export interface DataImage {
  readonly url: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** Where it stands in the text. */
  readonly start: number;
  /** Whether it goes on to the very end of the text: it may be cut there. */
  readonly isAtEnd: boolean;
}

/** At most `most`. O(length). */
export function findDataImages(text: string, most: number): readonly DataImage[] {
  const images: DataImage[] = [];
  for (const { index, 0: head, 1: mimeType = '' } of text.matchAll(START)) {
    BASE64.lastIndex = index + head.length;
    const [data = ''] = BASE64.exec(text) ?? [];
    const end = index + head.length + data.length;
    if (data.length < 16) continue;
    images.push({
      url: text.slice(index, end),
      mimeType,
      sizeBytes: Math.floor((data.replace(/=+$/, '').length * 3) / 4),
      start: index,
      isAtEnd: end === text.length,
    });
    if (images.length === most) break;
  }
  return images;
}
