import { startTransition, useEffect, useState } from 'react';

/** A hidden page paints never: it goes on after so long. */
const HIDDEN_MS = 250;

/** False at first, true once what was rendered with that has been painted: for what is not the first thing to be read. */
export function useAfterPaint(): boolean {
  const [isAfter, setAfter] = useState(false);
  useEffect(() => {
    const goOn = (): void => startTransition(() => setAfter(true));
    let timer = setTimeout(goOn, HIDDEN_MS);
    // Effects may run before the paint, and so does what a frame asks for: the next task does not.
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      timer = setTimeout(goOn);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isAfter;
}
