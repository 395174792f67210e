/** Sets JSON that stands on one line in lines. Only white space changes: numbers and escapes stay as they were recorded. */

/** Longer texts, and those whose parts were cut, stay as they are. */
const LONGEST = 20_000;

/** @returns undefined when the text is no JSON object or array, or stands in lines already */
export function indentJson(text: string): string | undefined {
  const first = text.trimStart()[0];
  if (text.length > LONGEST || (first !== '{' && first !== '[') || text.trim().includes('\n'))
    return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  let lines = '';
  let depth = 0;
  // Strings, brackets and separators, and what is left: numbers and words.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      lines += `${token}\n${'  '.repeat(depth)}`;
    } else if (token === '}' || token === ']') {
      depth -= 1;
      const before = lines.trimEnd();
      lines = /[{[]$/.test(before) ? before + token : `${before}\n${'  '.repeat(depth)}${token}`;
    } else if (token === ',') lines += `,\n${'  '.repeat(depth)}`;
    else lines += token === ':' ? ': ' : token;
  }
  return lines;
}
