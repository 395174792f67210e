/** What went by in a stream, from its start: texts are joined, other items listed. Bounded; what is left out is told. */
const MAX_ITEMS = 1_000;
const MAX_CHARACTERS = 1_048_576;

export interface CollectedItems {
  readonly add: (item: unknown) => void;
  /** The joined text, or the items. */
  readonly value: () => unknown;
}

export function collectItems(): CollectedItems {
  let texts: string[] = [];
  let length = 0;
  let cut = 0;
  const items: unknown[] = [];
  let left = 0;
  return {
    add(item) {
      if (typeof item === 'string') {
        if (cut > 0 || length + item.length > MAX_CHARACTERS) {
          cut += item.length;
          return;
        }
        length += item.length;
        texts.push(item);
        // Deltas are a few characters each: join them now and then.
        if (texts.length > 1_000) texts = [texts.join('')];
      } else if (items.length < MAX_ITEMS) items.push(item);
      else left += 1;
    },
    value() {
      const text = cut === 0 ? texts.join('') : `${texts.join('')}…[${cut} characters cut]`;
      if (items.length === 0) return text === '' ? undefined : text;
      const all = text === '' ? items : [...items, text];
      return left === 0 ? all : [...all, `[${left} more items]`];
    },
  };
}
