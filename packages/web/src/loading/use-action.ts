import { useRef, useState } from 'react';
import { type Failure, toFailure } from '../api.ts';

export interface Action {
  readonly isBusy: boolean;
  /** Why it failed last; it stands until it is done again. */
  readonly failure: Failure | undefined;
  /** Does the work; false when it failed, and when one before it is still under way: that is not done twice. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** What a reader sets off with a button: whether it is under way, and why it failed. */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  // The state is late by a render: two presses of Enter may fall between.
  const isUnderWay = useRef(false);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (isUnderWay.current) return false;
    isUnderWay.current = true;
    setBusy(true);
    try {
      await work();
      setFailure(undefined);
      return true;
    } catch (error) {
      setFailure(toFailure(error));
      return false;
    } finally {
      isUnderWay.current = false;
      setBusy(false);
    }
  };
  return { isBusy, failure, run };
}
