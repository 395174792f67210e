import './empty-list.css';
import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { useImport } from '../../import/import-context.ts';

/** What to do when there are no runs at all. */
export function EmptyStore(): ReactNode {
  const { chooseFiles, chooseFolder } = useImport();
  return (
    <section className="empty-list" aria-labelledby="empty-title">
      <Icon name="upload" />
      <h2 id="empty-title">No runs yet</h2>
      <p>
        Drop log files or folders of agent runs anywhere on this page. Formats are found by content, in any
        mixture; nothing leaves this machine.
      </p>
      <div className="empty-actions">
        <Button kind="primary" onClick={chooseFiles}>
          Choose files
        </Button>
        <Button onClick={chooseFolder}>Choose a folder</Button>
      </div>
      <p>
        or on the command line: <code>tracewright import PATH</code>
      </p>
    </section>
  );
}

/** What to do when the filter leaves nothing. */
export function NoMatch({ onReset }: { readonly onReset: () => void }): ReactNode {
  return (
    <section className="empty-list">
      <h2>No run matches</h2>
      <Button onClick={onReset}>Show all runs</Button>
    </section>
  );
}
