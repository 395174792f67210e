/** What went by in a stream: texts are joined, of other items the last ones are kept. Bounded in number and length. */
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
  const items: unknown[] = [];
  let left = 0;
  return {
    add(item) {
      if (typeof item === 'string') {
        length += item.length;
        if (length <= MAX_CHARACTERS) texts.push(item);
        // Deltas are a few characters each: join them now and then.
        if (texts.length > 1_000) texts = [texts.join('')];
      } else if (items.length < MAX_ITEMS) items.push(item);
      else left += 1;
    },
    value() {
      if (items.length === 0) return texts.length === 0 ? undefined : texts.join('');
      const all = texts.length === 0 ? items : [...items, texts.join('')];
      return left === 0 ? all : [...all, `[${left} more items]`];
    },
  };
}
