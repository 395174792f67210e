/** What the files of an upload are called: names are labels there, never opened as paths. The server says it, the page must know it. */

const MAX_NAME_LENGTH = 1000;

/** A name for each, in order, all different: the second `a.json` is `a.json~2`. */
export function nameUploads(names: readonly string[]): readonly string[] {
  const copies = new Map<string, number>();
  const taken = new Set<string>();
  return names.map((given) => {
    const name = cleanFileName(given);
    let own = name;
    let copy = copies.get(name) ?? 1;
    for (; taken.has(own); own = `${name}~${copy}`) copy += 1;
    copies.set(name, copy);
    taken.add(own);
    return own;
  });
}

/**
 * A relative path without `.` and `..`, drive letters and control characters; `unnamed` when nothing is left. `!` stands before the path
 * in an archive, so that a name has `_` for it.
 */
export function cleanFileName(name: string): string {
  const parts = name
    .replaceAll('\\', '/')
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001F\u007F-\u009F!]/g, '_')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part));
  const clean = parts.join('/').slice(-MAX_NAME_LENGTH);
  return clean === '' ? 'unnamed' : clean;
}
