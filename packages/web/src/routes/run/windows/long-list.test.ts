import { expect, it } from 'vitest';
import { LongList, type Scroller } from './long-list.ts';

const VIEW = 500;

/** Goes no further than the height of its list lets it, as an element does. */
function makeScroller(list: LongList): Scroller {
  let at = 0;
  return {
    clientHeight: VIEW,
    get scrollHeight() {
      return list.height;
    },
    get scrollTop() {
      at = Math.min(at, list.height - VIEW);
      return at;
    },
    set scrollTop(to: number) {
      at = Math.max(0, to);
    },
  };
}

function makeList(): { readonly list: LongList; readonly scroller: Scroller } {
  const list = new LongList(100, () => 100);
  const scroller = makeScroller(list);
  list.attach(scroller, 0);
  return { list, scroller };
}

it('moves nothing on screen by what is measured above it', () => {
  const { list, scroller } = makeList();
  scroller.scrollTop = 5_000;
  list.follow();
  list.measure([[10, 130]]);
  list.align();
  expect(scroller.scrollTop).toBe(5_030);
  expect(list.topOf(50)).toBe(5_030);
});

it('puts nobody back who scrolled and was not told of yet', () => {
  const { list, scroller } = makeList();
  scroller.scrollTop = 9_500;
  list.follow();
  // The event follows a frame later; meanwhile rows are measured and the list is rendered.
  scroller.scrollTop = 0;
  list.measure([[95, 130]]);
  list.align();
  expect(scroller.scrollTop).toBe(0);
  expect(list.range.from).toBe(0);
});

it('stays where it was led when it becomes shorter', () => {
  const { list, scroller } = makeList();
  list.goTo(99);
  list.align();
  expect(scroller.scrollTop).toBe(9_500);
  list.measure([[99, 40]]);
  list.align();
  expect(scroller.scrollTop).toBe(9_440);
  expect(list.pinned?.index).toBe(99);
});
