import './filter-help.css';
import type { ReactNode } from 'react';
import type { FieldType } from '@tracewright/core';
import { Dialog } from '../design/dialog.tsx';

interface FilterHelpProps {
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly examples: readonly (readonly [string, string])[];
  readonly onClose: () => void;
}

export function FilterHelp({ fields, examples, onClose }: FilterHelpProps): ReactNode {
  return (
    <Dialog title="Filter syntax" kind="sheet" onClose={onClose}>
      <div className="filter-help">
        <dl>
          {examples.map(([example, meaning]) => (
            <div key={example}>
              <dt>
                <code>{example}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        {(['string', 'number', 'time'] as const).map((type) => (
          <p key={type}>
            <span className="muted">{{ string: 'Text', number: 'Numbers', time: 'Times' }[type]}</span>{' '}
            {Object.entries(fields).flatMap(([name, fieldType]) =>
              fieldType === type ? [<code key={name}>{name}</code>] : [],
            )}
          </p>
        ))}
      </div>
    </Dialog>
  );
}
