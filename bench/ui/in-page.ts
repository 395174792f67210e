/** What the benchmark does inside the page. Each function is sent there as text: it uses nothing from around it. */

export interface ScrollFigures {
  readonly scrollMs: number;
  readonly longestTaskMs: number;
  readonly nodes: number;
}

interface Watched {
  longestTaskMs: number;
}

/** Keeps the longest task since `__watched` was last reset. */
function watchTasks(): void {
  const watched: Watched = { longestTaskMs: 0 };
  Object.assign(globalThis, { __watched: watched });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      watched.longestTaskMs = Math.max(watched.longestTaskMs, duration);
  }).observe({ type: 'longtask', buffered: true });
}

/** Elements, texts and comments. */
function countNodes(): number {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  let count = 1;
  while (walker.nextNode() !== null) count += 1;
  return count;
}

/**
 * Reads for a while (60 frames of 120 px), then goes to the end in 120 equal jumps, waiting for a frame after each and at the end for the
 * last step. Where the page shows a run in parts, each part is gone through.
 */
export async function scrollEndToEnd(): Promise<ScrollFigures> {
  // The cast: the init script has put both there.
  const { __watched: watched, __count: count } = globalThis as unknown as {
    __watched: Watched;
    __count: () => number;
  };
  const scroller = document.querySelector('.run-page');
  if (scroller === null) throw new Error('the page has no run');
  const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 250));
  await pause();
  watched.longestTaskMs = 0;
  let nodes = count();
  for (let step = 0; step < 60; step += 1) {
    scroller.scrollTop += 120;
    await frame();
  }
  nodes = Math.max(nodes, count());
  const startMs = performance.now();
  for (;;) {
    for (let jump = 1; jump <= 120; jump += 1) {
      scroller.scrollTop = ((scroller.scrollHeight - scroller.clientHeight) * jump) / 120;
      await frame();
      if (jump % 20 === 0) nodes = Math.max(nodes, count());
    }
    const later = [...document.querySelectorAll('button')].find((button) =>
      button.textContent.startsWith('Later steps'),
    );
    if (later === undefined) break;
    later.click();
    await pause();
    scroller.scrollTop = 0;
  }
  const isAtEnd = (): boolean => {
    const last = [...document.querySelectorAll('article.step')].at(-1);
    return (
      last !== undefined &&
      last.getAttribute('aria-posinset') === last.getAttribute('aria-setsize') &&
      last.querySelector('.folded-text') !== null
    );
  };
  for (let tries = 0; tries < 3_000 && !isAtEnd(); tries += 1) {
    scroller.scrollTop = scroller.scrollHeight;
    await frame();
  }
  if (!isAtEnd()) throw new Error('the last step never came');
  const scrollMs = performance.now() - startMs;
  await pause();
  return { scrollMs, longestTaskMs: watched.longestTaskMs, nodes: Math.max(nodes, count()) };
}

/** Before the page's own scripts. `__name` is what the compiler that runs this wraps functions in. */
export const INIT_SCRIPT = `globalThis.__name = (f) => f; globalThis.__count = ${countNodes.toString()}; (${watchTasks.toString()})();`;
