import { startTransition, useEffect, useState } from 'react';

/** False at first, true once what was rendered with that has been painted: for what is not the first thing to be read. */
export function useAfterPaint(): boolean {
  const [isAfter, setAfter] = useState(false);
  useEffect(() => {
    // Effects may run before the paint; a hidden page paints never, so no frame is waited for.
    const timer = setTimeout(() => startTransition(() => setAfter(true)));
    return () => clearTimeout(timer);
  }, []);
  return isAfter;
}
