import { useEffect, useState } from 'react';
import { client } from '../../api.ts';

const INTERVAL_MS = 1500;

export interface Reading {
  readonly done: number;
  readonly total: number;
}

/**
 * How far the server has come with the diagnoses that a comparison needs, asked while one is awaited. Undefined until the
 * first answer, and where the filter is wrong: that the comparison itself will tell.
 */
export function useReading(where: string, isAwaited: boolean): Reading | undefined {
  const [reading, setReading] = useState<Reading>();
  useEffect(() => {
    if (!isAwaited) return undefined;
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const count = async (filter: string): Promise<number> =>
        (await client.listRuns({ limit: 1, ...(filter === '' ? {} : { where: filter }) })).total;
      const done = where.trim() === '' ? 'has findings' : `(${where}) and has findings`;
      const [known, total] = await Promise.all([count(done), count(where)]);
      if (isCurrent) setReading({ done: known, total });
    };
    const tell = (): void => void ask().catch(() => setReading(undefined));
    tell();
    const timer = setInterval(tell, INTERVAL_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [where, isAwaited]);
  return isAwaited ? reading : undefined;
}
