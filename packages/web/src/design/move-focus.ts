import type { KeyboardEvent } from 'react';

/**
 * Arrows, Home and End in a row of links or buttons of which one takes part in the Tab order: what a `Toolbar` does, for
 * rows of which there are many on a page, made of plain elements.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('a, button')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: stops.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  stops[to]?.focus();
}
