import { useEffect, useState } from 'react';

/** Rows beyond the screen. */
const SPARE = 10;

/** The rows near the screen of a list whose rows are all of one height, px. */
export function useRowWindow(
  scroller: HTMLElement | null,
  count: number,
  height: number,
): { readonly from: number; readonly to: number } {
  const [from, setFrom] = useState(0);
  const [rows, setRows] = useState(0);
  useEffect(() => {
    if (scroller === null) return undefined;
    const read = (): void => {
      setFrom(Math.floor(scroller.scrollTop / height));
      setRows(Math.ceil(scroller.clientHeight / height));
    };
    const observer = new ResizeObserver(read);
    observer.observe(scroller);
    scroller.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', read);
    };
  }, [scroller, height]);
  return { from: Math.max(Math.min(from, count) - SPARE, 0), to: Math.min(from + rows + SPARE, count) };
}
