/** Fenced blocks as Markdown writes them: between lines of three or more backticks or tildes, the other kind may stand inside. */

/** A longer line of tildes is drawn; where backticks close in the line, it is no fence but what is said. */
const FENCE = /^\s{0,3}(`{3,}(?![^`]*`)|~{3,4}(?=[\w-]{0,30}\s*$))/;

/** The signs of a line that is a fence. */
export function fenceOf(line: string): string | undefined {
  return FENCE.exec(line.slice(0, 60))?.[1];
}

/** The fence that is open below a line, `open` being the one above it. */
export function followFence(open: string | undefined, line: string): string | undefined {
  const fence = fenceOf(line);
  if (open === undefined || fence === undefined) return open ?? fence;
  return fence.startsWith(open) ? undefined : open;
}

/** Whether the line does nothing but close the fence. */
export function closesFence(open: string, line: string): boolean {
  const fence = fenceOf(line);
  return fence !== undefined && fence.startsWith(open) && line.trim() === fence;
}
