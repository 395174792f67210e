import { useEffect, useState } from 'react';
import type { MapProgressJson } from '@tracewright/core';
import { client } from '../../api.ts';

const INTERVAL_MS = 700;

/** How many runs the server has read for the map that is awaited. */
export function useMapProgress(where: string, isAwaited: boolean): MapProgressJson | undefined {
  const [progress, setProgress] = useState<MapProgressJson>();
  useEffect(() => {
    if (!isAwaited) return undefined;
    let isCurrent = true;
    const ask = (): void =>
      void client.getMapProgress(where.trim() === '' ? {} : { where }).then(
        (answer) => {
          if (isCurrent) setProgress(answer);
        },
        () => undefined,
      );
    const timer = setInterval(ask, INTERVAL_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      setProgress(undefined);
    };
  }, [where, isAwaited]);
  return progress;
}
