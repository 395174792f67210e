let table = new Float64Array([0]);

/** ln 0!, ln 1!, ... at least up to n; grown as needed and shared, so do not write to it. */
export function logFactorials(n: number): Float64Array {
  if (n < table.length) return table;
  const grown = new Float64Array(Math.max(n + 1, 2 * table.length));
  grown.set(table);
  for (let at = table.length; at < grown.length; at += 1) grown[at] = (grown[at - 1] ?? 0) + Math.log(at);
  table = grown;
  return table;
}
