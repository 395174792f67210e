import { useEffect, useState, useSyncExternalStore } from 'react';
import { BlockCache, type BlockCacheOptions } from './block-cache.ts';

/** Somebody who scrolls on within this time is not waiting for what he passes. */
const REST_MS = 60;

/**
 * Items of a list, loaded as they come near the screen.
 *
 * @param version of the list
 * @param indexes of those near the screen, ascending; the same array while they are the same
 */
export function useBlocks<T>(
  options: BlockCacheOptions<T>,
  version: string,
  count: number,
  indexes: readonly number[],
): BlockCache<T> {
  const [cache] = useState(() => new BlockCache(options));
  useSyncExternalStore(cache.subscribe, cache.getChanges);
  useEffect(() => cache.setList(version, count), [cache, version, count]);
  const isThere = cache.get(indexes[0] ?? 0) !== undefined && cache.get(indexes.at(-1) ?? 0) !== undefined;
  useEffect(() => {
    // What follows on what is there is fetched at once, a leap only when it has ended.
    if (isThere || cache.isEmpty) {
      cache.want(indexes);
      return undefined;
    }
    const timer = setTimeout(() => cache.want(indexes), REST_MS);
    return () => clearTimeout(timer);
  }, [cache, indexes, isThere, version, count]);
  return cache;
}
