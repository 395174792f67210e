import { type RefObject, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { LongList } from './long-list.ts';

/**
 * The list of `count` rows in `element`, which scrolls with `scroller`. Rows are the element's children with `data-index`, placed by
 * `LongList.topOf`.
 *
 * @param estimate a row's height before it is measured, px
 */
export function useLongList(
  element: RefObject<HTMLElement | null>,
  scroller: HTMLElement | null,
  count: number,
  estimate: (index: number) => number,
): LongList {
  const [list] = useState(() => new LongList(count, estimate));
  useSyncExternalStore(list.subscribe, list.getChanges);
  useLayoutEffect(() => list.setCount(count, estimate), [list, count, estimate]);

  useLayoutEffect(() => {
    const inner = element.current;
    if (scroller === null || inner === null) return undefined;
    const attach = (): void => {
      const top =
        inner.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
      list.attach(scroller, Math.round(top));
    };
    attach();
    const observer = new ResizeObserver(() => {
      attach();
      list.resize();
    });
    observer.observe(scroller);
    // What stands above the list is the scroller's first child.
    if (scroller.firstElementChild !== null) observer.observe(scroller.firstElementChild);
    scroller.addEventListener('scroll', list.follow, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', list.follow);
    };
  }, [list, element, scroller]);

  // Before the browser paints: what was guessed is never seen.
  useLayoutEffect(() => {
    if (element.current !== null) list.measure(rowHeights(element.current));
    list.align();
  });

  // Rows change their heights by themselves as well: texts are opened, fonts arrive.
  const observer = useRef<ResizeObserver>(undefined);
  useEffect(() => {
    observer.current = new ResizeObserver(() => {
      if (element.current !== null) list.measure(rowHeights(element.current));
    });
    return () => observer.current?.disconnect();
  }, [list, element]);
  useEffect(() => {
    observer.current?.disconnect();
    for (const row of element.current?.children ?? []) observer.current?.observe(row);
  });
  return list;
}

function* rowHeights(element: HTMLElement): Generator<readonly [number, number]> {
  for (const row of element.children) {
    if (row instanceof HTMLElement && row.dataset['index'] !== undefined)
      yield [Number(row.dataset['index']), row.offsetHeight];
  }
}
