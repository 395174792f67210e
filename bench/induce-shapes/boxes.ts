/** Panels and rules as the library Rich draws them in a terminal of some width. */

export function drawBox(title: string, lines: readonly string[], width: number, footer: string = ''): string {
  const inner = width - 4;
  const body = lines
    .flatMap((line) => line.split('\n'))
    .flatMap((line) => wrap(line, inner))
    .map((line) => `│ ${pad(line, inner)} │\n`);
  const bottom =
    footer === ''
      ? '─'.repeat(width - 2)
      : `─ ${footer} ${'─'.repeat(Math.max(0, width - 5 - columns(footer)))}`;
  return `╭${drawRule(title, width - 2, '─')}╮\n${body.join('')}╰${bottom}╯\n`;
}

export function drawRule(title: string, width: number, stroke: string): string {
  if (title === '') return stroke.repeat(width);
  const left = Math.floor((width - columns(title) - 2) / 2);
  return `${stroke.repeat(left)} ${title} ${stroke.repeat(Math.max(0, width - left - columns(title) - 2))}`;
}

/** Breaks between words, inside a word only where it is longer than a line. */
export function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > 0 && rest.slice(0, space).trim() !== '' ? space : width;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at === space ? at + 1 : at);
  }
  return [...lines, rest];
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** Pictograms take two columns. */
function columns(text: string): number {
  return Array.from(text).reduce(
    (sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x1_f000 || sign === '✅' ? 2 : 1),
    0,
  );
}
