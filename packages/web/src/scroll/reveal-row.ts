/** Scrolls a list of rows of one height to a row that is out of sight, with some of what stands before it. */
export function revealRow(scroller: HTMLElement, row: number, height: number): void {
  const top = row * height;
  if (top < scroller.scrollTop || top + height > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTo({ top: top - scroller.clientHeight / 3 });
}
