/**
 * Token buckets, one a name: `rate` tokens a second flow in, up to `burst`. A request that finds tokens is let through and
 * may take more than there are, since its size is known late; the next one waits until the debt is paid.
 *
 * Limits: the least recently used bucket is forgotten beyond `maxBuckets`, which only ever helps the one it belongs to.
 */
export interface TokenBuckets {
  /** @returns seconds until there are tokens: 0 when there are some now */
  waitSeconds(name: string): number;
  take(name: string, tokens: number): void;
}

export interface TokenBucketOptions {
  /** Tokens a second. */
  readonly rate: number;
  readonly burst: number;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly maxBuckets?: number;
}

interface Bucket {
  tokens: number;
  timeMs: number;
}

export function createTokenBuckets(options: TokenBucketOptions): TokenBuckets {
  const { rate, burst, now, maxBuckets = 10_000 } = options;
  const buckets = new Map<string, Bucket>();

  const fill = (name: string): Bucket => {
    const timeMs = now();
    const bucket = buckets.get(name) ?? { tokens: burst, timeMs };
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, timeMs - bucket.timeMs) / 1000) * rate);
    bucket.timeMs = timeMs;
    // Taken out and put back: a Map keeps the order, so the first one is the least recently used.
    buckets.delete(name);
    buckets.set(name, bucket);
    for (const oldest of buckets.keys()) {
      if (buckets.size <= maxBuckets) break;
      buckets.delete(oldest);
    }
    return bucket;
  };

  return {
    waitSeconds(name) {
      const { tokens } = fill(name);
      // Below one token there is none to take; rounding must not make an exact refill wait again.
      return tokens >= 1 - 1e-9 ? 0 : (1 - tokens) / rate;
    },
    take(name, tokens) {
      fill(name).tokens -= tokens;
    },
  };
}
