/**
 * Maps the scroll position of an element that is no taller than browsers allow to a place in a list of any height.
 *
 * Near both ends a pixel is a pixel. In between the scroll bar maps by share when it is dragged, or the key End is pressed; a wheel
 * or a finger moves by pixels from wherever it is, which lets the two drift apart; they are brought together again where an end comes
 * near. A list that is not too tall is mapped one to one throughout.
 */

/** Chromium cuts elements at 33 million px, Firefox at 17; positions are exact far beyond this. */
const TALLEST = 4_000_000;
/** From either end, px one to one. */
const EDGE = 40_000;
/** A scroll by more is a jump, in heights of the view. */
const JUMP = 4;

export interface ScrollSpace {
  /** Of the list. */
  readonly total: number;
  /** Of what is seen. */
  readonly view: number;
}

/** Of the element that scrolls. */
export function elementHeight(total: number): number {
  return Math.min(total, TALLEST);
}

/** The place in the list at a scroll position, by share. */
export function placeAt(scroll: number, { total, view }: ScrollSpace): number {
  const height = elementHeight(total);
  if (total <= TALLEST || scroll <= EDGE) return scroll;
  const end = height - view - EDGE;
  if (scroll >= end) return scroll + total - height;
  return EDGE + ((scroll - EDGE) / (end - EDGE)) * (total - view - 2 * EDGE);
}

/** The scroll position at which a place is shown: the inverse of `placeAt`. */
export function scrollAt(place: number, { total, view }: ScrollSpace): number {
  const height = elementHeight(total);
  if (total <= TALLEST || place <= EDGE) return place;
  if (place >= total - view - EDGE) return place - total + height;
  return EDGE + ((place - EDGE) / (total - view - 2 * EDGE)) * (height - view - 2 * EDGE);
}

export interface ScrollPlace {
  /** Of the element. */
  readonly scroll: number;
  /** In the list. */
  readonly place: number;
}

/**
 * The place after the element was scrolled.
 *
 * @returns where `scroll` differs from the one given, the element is to be scrolled there: the place is the same
 */
export function followScroll(before: ScrollPlace, scroll: number, space: ScrollSpace): ScrollPlace {
  const isJump = Math.abs(scroll - before.scroll) > JUMP * space.view;
  const place = isJump ? placeAt(scroll, space) : before.place + scroll - before.scroll;
  return settle({ scroll, place }, space);
}

/** Brings scroll position and place together where an end is near, or the list is mapped one to one. */
export function settle({ scroll, place }: ScrollPlace, space: ScrollSpace): ScrollPlace {
  const height = elementHeight(space.total);
  const isNearEnd =
    space.total <= TALLEST ||
    Math.min(scroll, place) < EDGE ||
    scroll > height - space.view - EDGE ||
    place > space.total - space.view - EDGE;
  return isNearEnd ? { scroll: scrollAt(place, space), place } : { scroll, place };
}
