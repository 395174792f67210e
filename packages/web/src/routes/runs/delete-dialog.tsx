import './delete-dialog.css';
import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import type { RunJson } from '@tracewright/core';
import { client } from '../../api.ts';
import { Dialog } from '../../design/dialog.tsx';
import { formatCount } from '../../format/quantity.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useAction } from '../../loading/use-action.ts';
import { useLoad } from '../../loading/use-load.ts';
import { runTitle } from './columns.tsx';

/** Named in the dialog. */
const NAMED = 8;

interface DeleteDialogProps {
  readonly runs: readonly RunJson[];
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Says what goes before it goes: the server counts it first. */
export function DeleteDialog({ runs, onClose, onDeleted }: DeleteDialogProps): ReactNode {
  const ids = runs.map(({ runId }) => runId);
  const load = useLoad(ids.join(), () => client.deleteRuns({ runs: ids, dryRun: true }));
  const { isBusy: isDeleting, failure, run } = useAction();
  const confirm = async (): Promise<void> => {
    await client.deleteRuns({ runs: ids });
    onDeleted();
  };
  const what = ids.length === 1 ? 'this run' : `${formatCount(ids.length)} runs`;
  return (
    <Dialog title={`Delete ${what}?`} kind="sheet" onClose={onClose}>
      <div className="delete-dialog">
        {load.state === 'loading' && <Loading what="what goes" />}
        {load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />}
        {load.state === 'ready' && (
          <>
            <p>
              <strong className="number">
                {formatCount(load.value.runs)} {load.value.runs === 1 ? 'run' : 'runs'} with{' '}
                {formatCount(load.value.spans)} {load.value.spans === 1 ? 'span' : 'spans'}
              </strong>{' '}
              go, with their messages, findings and opinions. This cannot be undone; the files they came from
              stay.
            </p>
            <ul className="delete-list">
              {runs.slice(0, NAMED).map((run) => (
                <li key={run.runId}>
                  <code>{run.runId.slice(0, 8)}</code>
                  <span className="trace-text" dir="auto">
                    {runTitle(run)}
                  </span>
                </li>
              ))}
              {runs.length > NAMED && <li className="muted">and {formatCount(runs.length - NAMED)} more</li>}
            </ul>
          </>
        )}
        {failure !== undefined && <FailureNotice failure={failure} />}
        <div className="delete-actions">
          <Button onClick={onClose}>Keep</Button>
          <Button
            kind="danger"
            disabled={load.state !== 'ready' || isDeleting}
            onClick={() => void run(confirm)}
          >
            {isDeleting ? 'Deleting …' : `Delete ${what}`}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
