import type { ReactNode } from 'react';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import type { Load } from '../../loading/use-load.ts';

interface LoadedProps<T> {
  readonly load: Load<T>;
  readonly what: string;
  readonly children: (value: T) => ReactNode;
}

/** What was loaded, or that it is on its way, or why it did not come. */
export function Loaded<T>({ load, what, children }: LoadedProps<T>): ReactNode {
  switch (load.state) {
    case 'loading':
      return <Loading what={what} />;
    case 'failed':
      return <FailureNotice failure={load.failure} retry={load.retry} />;
    case 'ready':
      return children(load.value);
  }
}
