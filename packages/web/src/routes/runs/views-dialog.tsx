import './views-dialog.css';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { TextField } from '../../design/text-field.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { toPlainText } from '../../text/plain-text.ts';
import { useSavedViews } from './saved-views.ts';

interface ViewsDialogProps {
  /** Of the list as it stands. */
  readonly address: string;
  readonly onClose: () => void;
}

/** The reader's named views, and the one on screen as a link. */
export function ViewsDialog({ address, onClose }: ViewsDialogProps): ReactNode {
  const { views, save, remove } = useSavedViews();
  const [name, setName] = useState('');
  const isTaken = views.some((view) => view.name === name.trim());
  return (
    <Dialog title="Views" kind="sheet" onClose={onClose}>
      <div className="views-dialog">
        <p className="views-now">
          <span>The list as it stands: filter, order, columns, grouping</span>
          <CopyButton text={location.origin + address} what="link to this view" icon="link" />
        </p>
        <form
          className="views-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            save({ name: name.trim(), address });
            setName('');
          }}
        >
          <TextField
            label="Name of the view"
            place="hidden"
            placeholder="Name, such as: flaky checkout tasks"
            maxLength={80}
            value={name}
            onChange={setName}
          />
          <Button kind="primary" type="submit" disabled={name.trim() === ''}>
            {isTaken ? 'Save over' : 'Save'}
          </Button>
        </form>
        {views.length === 0 ? (
          <p className="muted">No named views yet. Names stay in this browser; a link works everywhere.</p>
        ) : (
          <ul aria-label="Named views" className="views-list">
            {views.map((view) => (
              <li key={view.name}>
                <Link href={view.address} onClick={onClose} className="trace-text" dir="auto">
                  {toPlainText(view.name)}
                </Link>
                <CopyButton text={location.origin + view.address} what={`link to ${view.name}`} icon="link" />
                <IconButton
                  icon="close"
                  size="small"
                  label={`Forget ${view.name}`}
                  tip="Forget"
                  onClick={() => remove(view.name)}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
