import { useState } from 'react';
import type { Load } from './use-load.ts';

/** What was loaded last, also after a load that failed: with the server away, old news is better than none. */
export function useKept<T>(load: Load<T>): T | undefined {
  const [kept, setKept] = useState<T>();
  if (load.state === 'ready' && load.value !== kept) setKept(load.value);
  return load.state === 'ready' ? load.value : kept;
}
