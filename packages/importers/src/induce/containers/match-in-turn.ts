/** Patterns that follow one another in a line. */

/** Each pattern where the one before it ends, none tried anew. */
export function matchInTurn(
  start: string,
  patterns: readonly RegExp[],
): { readonly groups: Record<string, string>; readonly end: number } | undefined {
  let groups: Record<string, string> = {};
  let end = 0;
  for (const pattern of patterns) {
    pattern.lastIndex = end;
    const match = pattern.exec(start);
    if (match === null || match[0] === '') return undefined;
    groups = { ...groups, ...groupsOf(match) };
    end += match[0].length;
  }
  return { groups, end };
}

export function groupsOf({ groups = {} }: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  );
}
