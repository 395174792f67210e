import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementHeight, followScroll, placeAt, scrollAt, type ScrollPlace } from './scroll-space.ts';

const view = 800;
const total = fc.integer({ min: view, max: 90_000_000 });

describe('a tall list in a short element', () => {
  it('reaches both ends, and every place has a scroll position', () => {
    fc.assert(
      fc.property(total, fc.double({ min: 0, max: 1, noNaN: true }), (height, share) => {
        const space = { total: height, view };
        expect(placeAt(0, space)).toBe(0);
        expect(placeAt(elementHeight(height) - view, space)).toBeCloseTo(height - view, 3);
        const place = share * (height - view);
        expect(placeAt(scrollAt(place, space), space)).toBeCloseTo(place, 1);
      }),
    );
  });

  it('is a pixel for a pixel where it is not too tall', () => {
    expect(placeAt(123_456, { total: 1_000_000, view })).toBe(123_456);
    expect(scrollAt(123_456, { total: 1_000_000, view })).toBe(123_456);
  });

  it('moves by pixels under a wheel and comes to the very beginning, however far it drifted', () => {
    const space = { total: 60_000_000, view };
    let at: ScrollPlace = { scroll: scrollAt(3_000_000, space), place: 3_000_000 };
    for (let turn = 0; turn < 30_000 && at.place > 0; turn += 1) {
      const next = followScroll(at, Math.max(at.scroll - 120, 0), space);
      expect(at.place - next.place).toBeCloseTo(Math.min(120, at.place), 3);
      at = next;
    }
    expect(at).toEqual({ scroll: 0, place: 0 });
  });

  it('comes to the very end as well', () => {
    const space = { total: 60_000_000, view };
    const end = elementHeight(space.total) - view;
    let at: ScrollPlace = { scroll: scrollAt(58_000_000, space), place: 58_000_000 };
    for (let turn = 0; turn < 30_000 && at.scroll < end; turn += 1)
      at = followScroll(at, Math.min(at.scroll + 120, end), space);
    expect(at.place).toBeCloseTo(space.total - view, 3);
  });

  it('goes by share when the scroll bar is dragged', () => {
    const space = { total: 60_000_000, view };
    const half = (elementHeight(space.total) - view) / 2;
    expect(followScroll({ scroll: 0, place: 0 }, half, space).place).toBeCloseTo((space.total - view) / 2, 0);
  });
});
