/** Timers that do not keep a process alive, unless asked to. */
export interface Timer {
  /** Never settles when the timer was cancelled. */
  readonly elapsed: Promise<void>;
  readonly cancel: () => void;
}

export function startTimer(ms: number, keepsAlive: boolean): Timer {
  let cancel = (): void => undefined;
  const elapsed = new Promise<void>((resolve) => {
    const handle = startTimeout(resolve, ms, keepsAlive);
    cancel = () => clearTimeout(handle);
  });
  return { elapsed, cancel: () => cancel() };
}

/** @param onStart is given a function that ends the sleep early */
export function sleep(ms: number, onStart: (stop: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const handle = startTimeout(resolve, ms, false);
    onStart(() => {
      clearTimeout(handle);
      resolve();
    });
  });
}

function startTimeout(fn: () => void, ms: number, keepsAlive: boolean): ReturnType<typeof setTimeout> {
  const handle: unknown = setTimeout(fn, ms);
  // Node's timers are objects with `unref`, a browser's are numbers.
  if (
    !keepsAlive &&
    typeof handle === 'object' &&
    handle !== null &&
    'unref' in handle &&
    typeof handle.unref === 'function'
  )
    handle.unref();
  // What setTimeout returned, whatever the runtime.
  return handle as ReturnType<typeof setTimeout>;
}
