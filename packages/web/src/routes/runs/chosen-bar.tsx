import './chosen-bar.css';
import type { ReactNode } from 'react';

interface ChosenBarProps {
  readonly count: number;
  readonly onCompare: () => void;
  readonly onClear: () => void;
}

/** What can be done with the runs chosen in the list. */
export function ChosenBar({ count, onCompare, onClear }: ChosenBarProps): ReactNode {
  return (
    <div className="chosen-bar" role="region" aria-label="Chosen runs">
      <span className="number" aria-live="polite">
        {count === 1 ? '1 run chosen' : `${count} runs chosen`}
      </span>
      <button type="button" className="button button-primary" onClick={onCompare}>
        {count === 1 ? 'Compare with another attempt' : 'Compare'} <kbd>c</kbd>
      </button>
      <button type="button" className="text-button" onClick={onClear}>
        Clear
      </button>
    </div>
  );
}
