/** Views that a reader has named: addresses of the list, kept in this browser. Whoever is sent the address needs no name. */
import { useState } from 'react';
import { readKept, writeKept } from '../../components/kept.ts';

const KEY = 'tracewright-views';
const MOST = 100;

export interface SavedView {
  readonly name: string;
  /** From the first slash on. */
  readonly address: string;
}

export interface SavedViews {
  /** By name. */
  readonly views: readonly SavedView[];
  /** A name that is taken gets the new address. */
  readonly save: (view: SavedView) => void;
  readonly remove: (name: string) => void;
}

export function useSavedViews(): SavedViews {
  const [views, setViews] = useState(() => readViews(readKept(KEY)));
  const keep = (next: readonly SavedView[]): void => {
    setViews(next);
    writeKept(KEY, next);
  };
  return {
    views: views.toSorted((a, b) => a.name.localeCompare(b.name)),
    save: (view) => keep(withView(views, view)),
    remove: (name) => keep(views.filter((view) => view.name !== name)),
  };
}

/** The one saved last at the end; the oldest go beyond a hundred. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...views.filter(({ name }) => name !== view.name).slice(1 - MOST), view];
}

/** Whatever stands there: only names with an address of this list. */
export function readViews(kept: unknown): readonly SavedView[] {
  if (!Array.isArray(kept)) return [];
  return kept.slice(0, MOST).flatMap((view: unknown) => {
    if (typeof view !== 'object' || view === null || !('name' in view) || !('address' in view)) return [];
    const { name, address } = view;
    const isView = typeof name === 'string' && typeof address === 'string' && /^\/(?:\?|$)/.test(address);
    return isView ? [{ name, address }] : [];
  });
}
