/** A text without what says nothing at the ends of its lines: returns, and the blanks of a screen where lines are filled up with them. */

/** Share of the lines that say something and end in blanks. */
const FILLED = 0.5;
const FULL = /[ \t]\r?$/;

/** Lines stay where they are. */
export function plainLines(text: string): string {
  const lines = text.split('\n');
  const said = lines.filter((line) => line.trim() !== '');
  const isFilled = said.filter((line) => FULL.test(line.slice(-2))).length > said.length * FILLED;
  if (!isFilled && !text.includes('\r\n')) return text;
  return lines
    .map((line) => (isFilled ? line.trimEnd() : line.endsWith('\r') ? line.slice(0, -1) : line))
    .join('\n');
}
