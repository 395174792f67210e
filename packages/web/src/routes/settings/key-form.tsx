import { type ReactNode, useState } from 'react';
import { Checkbox } from '../../design/checkbox.tsx';
import { TextField } from '../../design/text-field.tsx';
import { Button } from '../../design/button.tsx';
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
      <TextField label="Name" value={name} maxLength={100} onChange={setName} />
      <fieldset>
        <legend>May</legend>
        {SCOPES.map(({ scope, title }) => (
          <Checkbox
            key={scope}
            isChecked={scopes.includes(scope)}
            onChange={(isChecked) =>
              setScopes(isChecked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
            }
          >
            {title}
          </Checkbox>
        ))}
      </fieldset>
      <Checkbox isChecked={isForAll} onChange={setForAll}>
        in every project, not {project} alone
      </Checkbox>
      <TextField
        label="Ends after so many days; never when empty"
        inputMode="numeric"
        value={days}
        onChange={(typed) => setDays(typed.replaceAll(/\D/g, ''))}
      />
      <Button kind="primary" type="submit" disabled={!isComplete || isBusy}>
        Make the key
      </Button>
    </form>
  );
}
