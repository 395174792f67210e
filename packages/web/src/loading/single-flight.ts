/**
 * One at a time: asked again while it is under way, it runs once more afterwards, however often that was. What changes faster than it loads
 * does not pile up, and an older answer never comes after a newer one.
 *
 * @param run never fails
 */
export function singleFlight(run: () => Promise<unknown>): () => void {
  let isUnderWay = false;
  let isDue = false;
  const start = (): void => {
    isDue = isUnderWay;
    if (isUnderWay) return;
    isUnderWay = true;
    void run().then(() => {
      isUnderWay = false;
      if (isDue) start();
    });
  };
  return start;
}
