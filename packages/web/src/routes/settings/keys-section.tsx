import { type ReactNode, useState } from 'react';
import type { CreatedKeyJson, KeyJson } from '@tracewright/core';
import { Button } from '../../design/button.tsx';
import { client } from '../../api.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatTime } from '../../format/quantity.ts';
import { FailureNotice } from '../../loading/states.tsx';
import { useAction } from '../../loading/use-action.ts';
import { useLoad } from '../../loading/use-load.ts';
import { CURRENT_PROJECT } from '../../project/current-project.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { KeyForm } from './key-form.tsx';
import { Loaded } from './loaded.tsx';

export function KeysSection(): ReactNode {
  const load = useLoad('keys', () => client.listKeys());
  const [made, setMade] = useState<CreatedKeyJson>();
  const { isBusy, failure, run } = useAction();
  /** Asked once before a key ends: that cannot be undone. */
  const [asked, setAsked] = useState<string>();
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    const isDone = await run(work);
    load.refresh();
    return isDone;
  };
  const revoke = (id: string): void => {
    if (asked !== id) setAsked(id);
    else {
      setAsked(undefined);
      void act(() => client.revokeKey(id));
    }
  };
  return (
    <>
      <p>
        Programs on this machine need no key; others do. A key is kept nowhere, only its hash: it is shown
        once, when it is made.
      </p>
      {failure !== undefined && <FailureNotice failure={failure} />}
      {made !== undefined && (
        <div className="settings-new-key" role="status">
          <p>
            The key <strong className="trace-text">{toPlainText(made.name)}</strong>, shown this once:
          </p>
          <p>
            <code className="trace-text">{made.key}</code> <CopyButton text={made.key} what="key" />
          </p>
        </div>
      )}
      <Loaded load={load} what="the keys">
        {(keys) =>
          keys.length === 0 ? (
            <p className="muted">There are no keys.</p>
          ) : (
            <KeyTable keys={keys} asked={asked} isBusy={isBusy} onRevoke={revoke} />
          )
        }
      </Loaded>
      <h3>New key</h3>
      <KeyForm
        project={CURRENT_PROJECT ?? 'default'}
        isBusy={isBusy}
        onCreate={(request) => act(async () => setMade(await client.createKey(request)))}
      />
      <p className="muted">
        Also with <code>tracewright keys create</code>, on the machine of the server: from elsewhere keys are
        neither made nor ended.
      </p>
    </>
  );
}

interface KeyTableProps {
  readonly keys: readonly KeyJson[];
  readonly asked: string | undefined;
  readonly isBusy: boolean;
  readonly onRevoke: (id: string) => void;
}

function KeyTable({ keys, asked, isBusy, onRevoke }: KeyTableProps): ReactNode {
  return (
    <div className="settings-frame" role="region" aria-label="Keys" tabIndex={0}>
      <table className="settings-table settings-keys">
        <thead>
          <tr>
            {['Name', 'Project', 'May', 'Made', 'Last used', 'Ends'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {keys.map(({ id, name, project, scopes, created, lastUsed, expires }) => (
            <tr key={id}>
              <th scope="row" className="trace-text">
                {toPlainText(name)} <code className="muted">{id}</code>
              </th>
              <td>{project === '*' ? 'every project' : project}</td>
              <td>{scopes.join(', ')}</td>
              <td>{formatTime(created).slice(0, 10)}</td>
              <td>{lastUsed === null ? 'never' : formatTime(lastUsed)}</td>
              <td>{expires === null ? 'never' : formatTime(expires).slice(0, 10)}</td>
              <td>
                <Button
                  kind={asked === id ? 'danger' : 'text'}
                  aria-label={asked === id ? `End the key ${name} for good` : `Revoke the key ${name}`}
                  disabled={isBusy}
                  onClick={() => onRevoke(id)}
                >
                  {asked === id ? 'End it for good' : 'Revoke'}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
