import { type ReactNode, useState } from 'react';
import { TextField } from '../../design/text-field.tsx';
import { Button } from '../../design/button.tsx';
import type { ProjectJson } from '@tracewright/core';
import { client } from '../../api.ts';
import { Dialog } from '../../design/dialog.tsx';
import { formatBytes } from '../../format/quantity.ts';
import { FailureNotice } from '../../loading/states.tsx';
import { useAction } from '../../loading/use-action.ts';

interface DeleteProjectDialogProps {
  readonly project: ProjectJson;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Whoever deletes a project types its name: all its runs go. */
export function DeleteProjectDialog({ project, onClose, onDeleted }: DeleteProjectDialogProps): ReactNode {
  const { name, sizeBytes } = project;
  const [typed, setTyped] = useState('');
  const { isBusy: isDeleting, failure, run } = useAction();
  const isConfirmed = typed.trim() === name;
  const confirm = async (): Promise<void> => {
    await client.deleteProject(name);
    onDeleted();
  };
  return (
    <Dialog title="Delete the project?" kind="sheet" onClose={onClose}>
      <form
        className="settings-form settings-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (isConfirmed) void run(confirm);
        }}
      >
        <p>
          <strong className="trace-text">{name}</strong>, {formatBytes(sizeBytes)}: all its runs go, with
          their findings, notes and opinions. This cannot be undone; the files they came from stay.
        </p>
        <TextField label="Its name, to confirm" value={typed} autoComplete="off" onChange={setTyped} />
        {failure !== undefined && <FailureNotice failure={failure} />}
        <div className="settings-actions">
          <Button onClick={onClose}>Keep</Button>
          <Button kind="danger" type="submit" disabled={!isConfirmed || isDeleting}>
            {isDeleting ? 'Deleting …' : 'Delete it for good'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
