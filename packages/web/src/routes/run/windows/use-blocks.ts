import { useEffect, useState, useSyncExternalStore } from 'react';
import { BlockCache, type BlockCacheOptions } from './block-cache.ts';

/** Somebody who scrolls on within this time is not waiting for what he passes. */
const REST_MS = 60;

/** Items of a list, loaded as they come near the screen. @param version of the list */
export function useBlocks<T>(
  options: BlockCacheOptions<T>,
  version: string,
  count: number,
  range: { readonly from: number; readonly to: number },
): BlockCache<T> {
  const [cache] = useState(() => new BlockCache(options));
  useSyncExternalStore(cache.subscribe, cache.getChanges);
  const { from, to } = range;
  useEffect(() => cache.setList(version, count), [cache, version, count]);
  const isThere = cache.get(from) !== undefined && cache.get(to - 1) !== undefined;
  useEffect(() => {
    // What follows on what is there is fetched at once, a leap only when it has ended.
    if (isThere || cache.isEmpty) {
      cache.want(from, to);
      return undefined;
    }
    const timer = setTimeout(() => cache.want(from, to), REST_MS);
    return () => clearTimeout(timer);
  }, [cache, from, to, isThere, version, count]);
  return cache;
}
