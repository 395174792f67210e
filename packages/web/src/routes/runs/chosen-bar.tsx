import './chosen-bar.css';
import { type ReactNode, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { useLocation } from 'wouter';
import { formatCount } from '../../format/quantity.ts';
import { useKeys } from '../../keyboard/use-keys.ts';
import { toCompareAddress } from '../compare/attempts.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { useExport } from './use-export.ts';
import type { Selection } from './use-selection.ts';

/** As the server compares together. */
const MOST_COMPARED = 200;

interface ChosenBarProps {
  readonly selection: Selection;
  /** Told after runs are gone. */
  readonly onDeleted: () => void;
}

/** What can be done with the runs chosen in the list. */
export function ChosenBar({ selection, onDeleted }: ChosenBarProps): ReactNode {
  const [, navigate] = useLocation();
  const [isDeleting, setDeleting] = useState(false);
  const runs = [...selection.runs.values()];
  const count = runs.length;
  const exporting = useExport();
  const canCompare = count <= MOST_COMPARED;
  const compare = (): void => {
    if (canCompare) navigate(toCompareAddress([...selection.runs.keys()]));
  };
  const exportAll = (): void => {
    if (exporting.done === undefined) exporting.start(runs);
  };
  useKeys({ c: compare, e: exportAll, Delete: () => setDeleting(true), Escape: selection.clear });
  return (
    <>
      <div className="chosen-bar" role="region" aria-label="Chosen runs">
        <span className="number" aria-live="polite">
          {count === 1 ? '1 run chosen' : `${formatCount(count)} runs chosen`}
        </span>
        <Button
          kind="primary"
          disabled={!canCompare}
          tip={canCompare ? undefined : `At most ${MOST_COMPARED} runs are compared together`}
          onClick={compare}
        >
          {count === 1 ? 'Compare with another attempt' : 'Compare'} <kbd>c</kbd>
        </Button>
        {exporting.done === undefined ? (
          <Button
            tip="Runs with steps and findings, a line of JSON each, as `show --json` prints them"
            onClick={exportAll}
          >
            Export <kbd>e</kbd>
          </Button>
        ) : (
          <Button className="number" onClick={exporting.stop}>
            Stop: {formatCount(exporting.done)} of {formatCount(exporting.total)}
          </Button>
        )}
        <Button onClick={() => setDeleting(true)}>
          Delete … <kbd>Del</kbd>
        </Button>
        <Button kind="text" onClick={selection.clear}>
          Clear
        </Button>
        {exporting.failure !== undefined && (
          <p className="chosen-failure trace-text" role="alert">
            Not exported: {exporting.failure.message}
          </p>
        )}
      </div>
      {isDeleting && (
        <DeleteDialog
          runs={runs}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            setDeleting(false);
            selection.clear();
            onDeleted();
          }}
        />
      )}
    </>
  );
}
