import { type ReactNode, useState } from 'react';
import type { CreateKeyRequest } from '@tracewright/core';

type Scope = CreateKeyRequest['scopes'][number];
const SCOPES: readonly { readonly scope: Scope; readonly title: string }[] = [
  { scope: 'ingest', title: 'send spans' },
  { scope: 'read', title: 'read' },
  { scope: 'admin', title: 'import, annotate, delete' },
];

interface KeyFormProps {
  /** Offered first. */
  readonly project: string;
  /** A key is being made or ended. */
  readonly isBusy: boolean;
  /** False when it was not made: what was typed stays. */
  readonly onCreate: (request: CreateKeyRequest) => Promise<boolean>;
}

export function KeyForm({ project, isBusy, onCreate }: KeyFormProps): ReactNode {
  const [name, setName] = useState('');
  const [isForAll, setForAll] = useState(false);
  const [scopes, setScopes] = useState<readonly Scope[]>(['ingest']);
  const [days, setDays] = useState('');
  const create = async (): Promise<void> => {
    const isMade = await onCreate({
      name: name.trim(),
      project: isForAll ? '*' : project,
      scopes,
      ...(days === '' ? {} : { days: Number(days) }),
    });
    if (isMade) setName('');
  };
  const isComplete = name.trim() !== '' && scopes.length > 0 && (days === '' || Number(days) > 0);
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) void create();
      }}
    >
      <label>
        Name
        <input value={name} maxLength={100} onChange={({ target }) => setName(target.value)} />
      </label>
      <fieldset>
        <legend>May</legend>
        {SCOPES.map(({ scope, title }) => (
          <label key={scope} className="settings-check">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
              }
            />
            {title}
          </label>
        ))}
      </fieldset>
      <label className="settings-check">
        <input type="checkbox" checked={isForAll} onChange={({ target }) => setForAll(target.checked)} />
        in every project, not {project} alone
      </label>
      <label>
        Ends after so many days; never when empty
        <input
          inputMode="numeric"
          value={days}
          onChange={({ target }) => setDays(target.value.replaceAll(/\D/g, ''))}
        />
      </label>
      <button type="submit" className="button button-primary" disabled={!isComplete || isBusy}>
        Make the key
      </button>
    </form>
  );
}
