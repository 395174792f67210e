import { type RefObject, useLayoutEffect, useState } from 'react';

/** How far below the start of the scrolled content an element begins; undefined until measured. */
export function useOffsetTop(
  element: RefObject<HTMLElement | null>,
  scroller: HTMLElement | null,
  part: number | string,
): number | undefined {
  const [top, setTop] = useState<number>();
  useLayoutEffect(() => {
    const outer = scroller;
    const inner = element.current;
    if (outer === null || inner === null) return undefined;
    const measure = (): void => {
      setTop(
        Math.round(inner.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop),
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    // What stands above the list is the scroller's first child.
    if (outer.firstElementChild !== null) observer.observe(outer.firstElementChild);
    return () => observer.disconnect();
    // Another part may have something else above the list.
  }, [element, scroller, part]);
  return top;
}
