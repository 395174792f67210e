import { type ReactNode, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { client, type Failure, toFailure } from '../../api.ts';
import { Dialog } from '../../design/dialog.tsx';
import { saveFile } from '../../components/save-file.ts';
import { formatCount } from '../../format/quantity.ts';
import { FailureNotice } from '../../loading/states.tsx';

type State =
  | { readonly name: 'ready' }
  | { readonly name: 'making' }
  | { readonly name: 'made'; readonly masked: number }
  | { readonly name: 'failed'; readonly failure: Failure };

/** Saves the run as one HTML page for a bug report, with secrets masked once more: what `tracewright show --html` writes. */
export function ReportButton({ runId }: { readonly runId: string }): ReactNode {
  const [state, setState] = useState<State>({ name: 'ready' });
  const make = async (): Promise<void> => {
    setState({ name: 'making' });
    try {
      const { html, masked } = await client.getRunReport(runId, {});
      saveFile(`run-${runId}.html`, 'text/html', [html]);
      setState({ name: 'made', masked });
    } catch (error) {
      setState({ name: 'failed', failure: toFailure(error) });
    }
  };
  return (
    <>
      <Button
        disabled={state.name === 'making'}
        tip="Save the run as one HTML page for a bug report"
        onClick={() => void make()}
      >
        {state.name === 'making' ? 'Report…' : 'Report'}
      </Button>
      <span className="visually-hidden" role="status">
        {state.name === 'made' &&
          `The report is saved${state.masked === 0 ? '' : `, ${formatCount(state.masked)} places masked`}`}
      </span>
      {state.name === 'failed' && (
        <Dialog title="No report was made" kind="sheet" onClose={() => setState({ name: 'ready' })}>
          <FailureNotice failure={state.failure} />
        </Dialog>
      )}
    </>
  );
}
