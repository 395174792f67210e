/** How many brackets of a JSON text are open after a line; no text in it goes on in the next. Less than none: more are closed than were open. */
export function depthAfter(depth: number, line: string): number {
  let open = depth;
  let isText = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (isText && character === '\\') at += 1;
    else if (character === '"') isText = !isText;
    else if (isText) continue;
    else if (character === '{' || character === '[') open += 1;
    else if (character === '}' || character === ']') open -= 1;
  }
  return open;
}
