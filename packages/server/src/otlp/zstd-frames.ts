/**
 * Whether bytes that come in pieces end where a zstd frame ends. Node's decompressor does not say: of a body that was cut off it
 * gives what it could read, without an error. Frames are followed by their sizes alone; what is in them is the decompressor's.
 *
 * **Source:** RFC 8878 section 3.1
 */
export interface ZstdFrames {
  add(chunk: Uint8Array): void;
  /** Nothing is missing of the frames so far. */
  readonly isWhole: boolean;
}

export function createZstdFrames(): ZstdFrames {
  const walk = walkFrames();
  let step = nextStep(walk, []);
  let taken: number[] = [];
  let skipped = 0;

  const advance = (): void => {
    step = nextStep(walk, taken);
    taken = [];
    skipped = 0;
  };

  return {
    add(chunk) {
      let at = 0;
      while (at < chunk.length) {
        const part = chunk.subarray(at, at + step.bytes - taken.length - skipped);
        if (step.kind === 'skip') skipped += part.length;
        else taken.push(...part);
        at += part.length;
        while (taken.length + skipped === step.bytes) advance();
      }
    },
    get isWhole() {
      return step.kind === 'start' && taken.length === 0;
    },
  };
}

/** How many bytes come next, and whether they are looked at. `start` is where a frame begins. */
interface Step {
  readonly kind: 'start' | 'take' | 'skip';
  readonly bytes: number;
}

type Walk = Generator<Step, never, readonly number[]>;

function nextStep(walk: Walk, taken: readonly number[]): Step {
  return walk.next(taken).value;
}

const SKIPPABLE_MAGIC = 0x184d2a50;
const RLE_BLOCK = 1;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;

function* walkFrames(): Walk {
  for (;;) {
    const magic = littleEndian(yield { kind: 'start', bytes: 4 });
    if (magic - (magic % 16) === SKIPPABLE_MAGIC) {
      yield { kind: 'skip', bytes: littleEndian(yield { kind: 'take', bytes: 4 }) };
      continue;
    }
    const descriptor = littleEndian(yield { kind: 'take', bytes: 1 });
    yield { kind: 'skip', bytes: restOfHeader(descriptor) };
    let isLast = false;
    while (!isLast) {
      const block = littleEndian(yield { kind: 'take', bytes: 3 });
      isLast = block % 2 === 1;
      yield { kind: 'skip', bytes: ((block >> 1) & 3) === RLE_BLOCK ? 1 : block >> 3 };
    }
    yield { kind: 'skip', bytes: (descriptor & 4) === 0 ? 0 : 4 };
  }
}

/** Window, dictionary and size of the content, as the frame's first byte tells them. */
function restOfHeader(descriptor: number): number {
  const isSingleSegment = (descriptor & 32) !== 0;
  const sizeFlag = descriptor >> 6;
  const contentSize = sizeFlag === 0 && isSingleSegment ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] ?? 0);
  return (isSingleSegment ? 0 : 1) + (DICTIONARY_ID_BYTES[descriptor & 3] ?? 0) + contentSize;
}

function littleEndian(bytes: readonly number[]): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
