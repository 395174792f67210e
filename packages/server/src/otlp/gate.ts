/** A place in the line. */
export interface Pass {
  readonly admitted: Promise<void>;
  /** Makes room for the next one, or gives the place in the line up. */
  leave(): void;
}

/** Admits `limit` at once; the others wait in order. */
export function createGate(limit: number): () => Pass {
  const waiting = new Set<() => void>();
  let inside = 0;
  return () => {
    let admit: () => void = () => undefined;
    const admitted = new Promise<void>((resolve) => (admit = resolve));
    let isInside = inside < limit;
    let hasLeft = false;
    const enter = (): void => {
      isInside = true;
      admit();
    };
    if (isInside) {
      inside += 1;
      admit();
    } else waiting.add(enter);
    return {
      admitted,
      leave() {
        if (hasLeft) return;
        hasLeft = true;
        if (!isInside) {
          waiting.delete(enter);
          return;
        }
        // Whoever is next takes the room over.
        const [next] = waiting;
        if (next === undefined) inside -= 1;
        else {
          waiting.delete(next);
          next();
        }
      },
    };
  };
}
