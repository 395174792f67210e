import { isTyping } from '../keyboard/use-keys.ts';

const BACK_KEYS: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home']);

/**
 * Calls back when the reader scrolls towards the beginning: by wheel, finger or key, or takes hold of the scroll bar. What the
 * page scrolls by itself is none of it.
 *
 * @returns ends it
 */
export function watchScrollBack(scroller: HTMLElement, onBack: () => void): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  const options = { passive: true, signal };
  let fingerY: number | undefined;
  const readFinger = ({ touches }: TouchEvent): number | undefined => touches[0]?.clientY;
  scroller.addEventListener('wheel', ({ deltaY }) => deltaY < 0 && onBack(), options);
  scroller.addEventListener('touchstart', (event) => (fingerY = readFinger(event)), options);
  scroller.addEventListener(
    'touchmove',
    (event) => {
      const y = readFinger(event);
      // The text follows the finger.
      if (y !== undefined && fingerY !== undefined && y > fingerY) onBack();
      fingerY = y;
    },
    options,
  );
  scroller.addEventListener(
    'pointerdown',
    ({ target, offsetX }) => target === scroller && offsetX >= scroller.clientWidth && onBack(),
    options,
  );
  // Of the window, not of the scroller: who has the focus nowhere scrolls as well, and who uses the key otherwise has had it by then.
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (BACK_KEYS.has(event.key) || (event.key === ' ' && event.shiftKey)) onBack();
    },
    { signal },
  );
  return () => listeners.abort();
}
