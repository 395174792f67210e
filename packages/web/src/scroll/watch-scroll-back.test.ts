import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchScrollBack } from './watch-scroll-back.ts';

class FakeElement extends EventTarget {
  readonly clientWidth = 100;
  closest(): null {
    return null;
  }
}

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('HTMLElement', FakeElement);
});
afterEach(() => vi.unstubAllGlobals());

it('tells the reader who scrolls back from one who scrolls on, whatever he scrolls with', () => {
  const scroller = new FakeElement();
  let count = 0;
  const end = watchScrollBack(scroller as unknown as HTMLElement, () => (count += 1));
  const goesBack = (target: EventTarget, type: string, fields: object): boolean => {
    const before = count;
    target.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), fields));
    return count > before;
  };
  const touch = (clientY: number) => ({ touches: [{ clientY }] });
  expect(goesBack(scroller, 'wheel', { deltaY: 40 })).toBe(false);
  expect(goesBack(scroller, 'wheel', { deltaY: -40 })).toBe(true);
  expect(goesBack(scroller, 'touchstart', touch(200))).toBe(false);
  expect(goesBack(scroller, 'touchmove', touch(150))).toBe(false);
  expect(goesBack(scroller, 'touchmove', touch(170))).toBe(true);
  expect(goesBack(scroller, 'pointerdown', { offsetX: 50 })).toBe(false);
  expect(goesBack(scroller, 'pointerdown', { offsetX: 105 })).toBe(true);
  for (const key of ['ArrowUp', 'PageUp', 'Home']) expect(goesBack(window, 'keydown', { key })).toBe(true);
  for (const key of ['ArrowDown', 'End', ' ']) expect(goesBack(window, 'keydown', { key })).toBe(false);
  expect(goesBack(window, 'keydown', { key: ' ', shiftKey: true })).toBe(true);
  end();
  expect(goesBack(scroller, 'wheel', { deltaY: -40 })).toBe(false);
  expect(goesBack(window, 'keydown', { key: 'Home' })).toBe(false);
});
