/** What is said about an order of n items, as predicates over arrangements, and exact search over all of them. */

/** `arrangement[i]` is the place of item i, counted from 0 at the start of the scale. */
export type Arrangement = Uint8Array;

export type Constraint =
  /** The item stands at one of the places. */
  | { readonly kind: 'place'; readonly item: number; readonly places: readonly number[] }
  /** The place is held by one of the items. */
  | { readonly kind: 'holder'; readonly place: number; readonly items: readonly number[] }
  /** `first` stands somewhere before `second`. */
  | { readonly kind: 'before'; readonly first: number; readonly second: number }
  | { readonly kind: 'not-place'; readonly item: number; readonly place: number };

/** More items have too many arrangements to search them all for every line. */
export const MAX_ITEMS = 8;

/** All n! arrangements, in a fixed order. */
export function listArrangements(items: number): Arrangement[] {
  const found: Arrangement[] = [];
  const current = new Uint8Array(items);
  const isTaken = new Uint8Array(items);
  const place = (item: number): void => {
    if (item === items) {
      found.push(current.slice());
      return;
    }
    for (let at = 0; at < items; at += 1) {
      if (isTaken[at] === 1) continue;
      isTaken[at] = 1;
      current[item] = at;
      place(item + 1);
      isTaken[at] = 0;
    }
  };
  place(0);
  return found;
}

export function satisfies(arrangement: Arrangement, constraint: Constraint): boolean {
  switch (constraint.kind) {
    case 'place':
      return constraint.places.includes(arrangement[constraint.item] ?? -1);
    case 'holder':
      return constraint.items.some((item) => arrangement[item] === constraint.place);
    case 'before':
      return (arrangement[constraint.first] ?? 0) < (arrangement[constraint.second] ?? 0);
    case 'not-place':
      return arrangement[constraint.item] !== constraint.place;
  }
}

export type Standing = 'entailed' | 'possible' | 'contradicted';

/** How a statement stands to what is known: true in all arrangements left, in some, or in none. */
export function judge(known: readonly Arrangement[], constraint: Constraint): Standing {
  let isSome = false;
  let isAll = true;
  for (const arrangement of known) {
    if (satisfies(arrangement, constraint)) isSome = true;
    else isAll = false;
    if (isSome && !isAll) return 'possible';
  }
  return isAll ? 'entailed' : 'contradicted';
}

export function isSameConstraint(a: Constraint, b: Constraint): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
