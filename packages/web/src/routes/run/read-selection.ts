/** What somebody has selected with the mouse or the keyboard, as a place: a range of one text of one step. */
import type { Place } from './place.ts';

/** @returns undefined where nothing is selected, or it does not lie within one text */
export function readSelection(selection: Selection | null): Partial<Place> | undefined {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const selected = selection.getRangeAt(0);
  const common = selected.commonAncestorContainer;
  const element = common instanceof Element ? common : common.parentElement;
  const text = element?.closest<HTMLElement>('[data-part]');
  const step = Number(/^step-(\d+)$/.exec(text?.closest('article')?.id ?? '')?.[1]);
  const part = text?.dataset['part'];
  if (text === null || text === undefined || part === undefined || Number.isNaN(step)) return undefined;
  const start = offsetOf(text, selected.startContainer, selected.startOffset);
  const end = offsetOf(text, selected.endContainer, selected.endOffset);
  if (start === undefined || end === undefined || end <= start) return undefined;
  return { step, range: { part, start, end } };
}

/** Where a point of the page stands in a text, which is shown in pieces that know where they start. */
function offsetOf(text: HTMLElement, node: Node, offset: number): number | undefined {
  const element = node instanceof Element ? node : node.parentElement;
  const piece =
    element?.closest<HTMLElement>('[data-start]') ?? text.querySelector<HTMLElement>('[data-start]');
  if (piece === null || !text.contains(piece)) return undefined;
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, offset);
  return Number(piece.dataset['start']) + before.toString().length;
}
