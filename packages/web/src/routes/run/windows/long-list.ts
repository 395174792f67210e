/**
 * A list of rows of unlike heights inside an element that scrolls, of which only those near the screen exist. Knows which rows to show and where;
 * what is measured above the screen moves nothing on it. Holds no element but the two it is given.
 */
import { HeightMap } from './height-map.ts';
import {
  elementHeight,
  followScroll,
  type ScrollPlace,
  scrollAt,
  type ScrollSpace,
  settle,
} from './scroll-space.ts';

/** Rows this far from the screen exist as well, px. */
const MARGIN = 500;

export interface RowRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** What the list needs of the element that scrolls. */
export type Scroller = Pick<HTMLElement, 'scrollTop' | 'scrollHeight' | 'clientHeight'>;

interface Pin {
  readonly index: number;
  /** Below the start of the row, px. */
  readonly within: number;
}

export class LongList {
  readonly #heights: HeightMap;
  readonly #listeners = new Set<() => void>();
  #estimate: (index: number) => number;
  #scroller: Scroller | undefined;
  /** Of the list, below the start of what scrolls. */
  #top = 0;
  #at: ScrollPlace = { scroll: 0, place: 0 };
  /** Where the scroller was when this list last looked, or put it. */
  #known = 0;
  /** Stays at the top of the screen until somebody scrolls. */
  #pinned: Pin | undefined;
  #changes = 0;

  constructor(count: number, estimate: (index: number) => number) {
    this.#estimate = estimate;
    this.#heights = new HeightMap(count, estimate);
  }

  setCount(count: number, estimate: (index: number) => number): void {
    this.#estimate = estimate;
    if (count === this.#heights.count) return;
    this.#heights.grow(count, this.#estimate);
    this.#tell();
  }

  /** @param top of the list, below the start of what scrolls */
  attach(scroller: Scroller, top: number): void {
    if (this.#scroller === scroller && this.#top === top) return;
    const scroll = scroller.scrollTop - top;
    // Something above the list changed its height: who reads the list stays where he is, who sees what is above sees it grow.
    if (this.#scroller !== scroller || this.#at.place <= 0) this.#at = { scroll, place: scroll };
    if (this.#scroller !== scroller) this.#known = scroller.scrollTop;
    this.#scroller = scroller;
    this.#top = top;
    if (this.#pinned !== undefined) this.goTo(this.#pinned.index, this.#pinned.within);
    else this.#tell();
  }

  get height(): number {
    return elementHeight(this.#heights.total);
  }

  /** Where a row stands in the list's element, px. */
  topOf(index: number): number {
    return Math.round(this.#heights.offsetOf(index) - this.#at.place + this.#at.scroll);
  }

  heightOf(index: number): number {
    return this.#heights.heightOf(index);
  }

  /** The rows to show. */
  get range(): RowRange {
    return this.#rangeWithin(MARGIN);
  }

  /** The rows on screen, a thin edge not counted. */
  get seen(): RowRange {
    return this.#rangeWithin(-8);
  }

  /** Brings a row to the top of the screen, or a place in it, px below its start. */
  goTo(index: number, within = 0): void {
    this.#pinned = { index, within };
    const place = this.#placeOf(this.#pinned);
    this.#at = settle({ scroll: scrollAt(place, this.#space), place }, this.#space);
    this.#tell();
  }

  /** Where `goTo` led last, while nobody has scrolled since. */
  get pinned(): Pin | undefined {
    return this.#pinned;
  }

  /** The element was scrolled, by whomever. */
  readonly follow = (): void => {
    const scroll = this.#readScroll();
    this.#known = scroll + this.#top;
    if (Math.abs(scroll - this.#at.scroll) < 1) return;
    this.#pinned = undefined;
    this.#at = followScroll(this.#at, scroll, this.#space);
    this.#tell();
  };

  /** Heights as rows have them on screen. To be called when they have been laid out; then `align`. */
  measure(rows: Iterable<readonly [index: number, height: number]>): void {
    this.#catchUp();
    let isChanged = false;
    let moved = 0;
    for (const [index, height] of rows) {
      const isAbove = this.#heights.offsetOf(index) + this.#heights.heightOf(index) <= this.#at.place - moved;
      const change = this.#heights.set(index, height);
      if (change === 0) continue;
      isChanged = true;
      if (isAbove) moved += change;
    }
    if (!isChanged) return;
    const place = this.#pinned === undefined ? this.#at.place + moved : this.#placeOf(this.#pinned);
    this.#at = settle({ scroll: this.#at.scroll, place }, this.#space);
    this.#tell();
  }

  /** Scrolls the element to where the list is. To be called when its height is as `height` says. */
  align(): void {
    this.#catchUp();
    const scroller = this.#scroller;
    if (scroller === undefined || Math.abs(this.#readScroll() - this.#at.scroll) < 1) return;
    scroller.scrollTop = this.#at.scroll + this.#top;
    const scroll = this.#readScroll();
    this.#known = scroll + this.#top;
    // It may not go as far as that.
    if (Math.abs(scroll - this.#at.scroll) < 1) return;
    this.#at = { scroll, place: this.#at.place + scroll - this.#at.scroll };
    this.#tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getChanges = (): number => this.#changes;

  /** The screen has another size. */
  readonly resize = (): void => this.#tell();

  get #space(): ScrollSpace {
    return { total: this.#heights.total, view: this.#scroller?.clientHeight ?? 0 };
  }

  /** Who scrolled is told of it a frame later: until then nothing may put the scroller back. */
  #catchUp(): void {
    const scroller = this.#scroller;
    if (scroller === undefined || Math.abs(scroller.scrollTop - this.#known) < 1) return;
    // A list that became shorter takes the scroller along: nobody scrolled.
    const end = scroller.scrollHeight - scroller.clientHeight;
    if (this.#known > end && scroller.scrollTop > end - 1) this.#known = scroller.scrollTop;
    else this.follow();
  }

  #placeOf({ index, within }: Pin): number {
    return this.#heights.offsetOf(index) + within;
  }

  #readScroll(): number {
    return (this.#scroller?.scrollTop ?? 0) - this.#top;
  }

  #rangeWithin(margin: number): RowRange {
    const { count } = this.#heights;
    const { place } = this.#at;
    const from = this.#heights.indexAt(place - margin);
    const to = this.#heights.indexAt(place + this.#space.view + margin) + 1;
    return { from: Math.min(from, count), to: Math.min(to, count) };
  }

  #tell(): void {
    this.#changes += 1;
    for (const listener of this.#listeners) listener();
  }
}
