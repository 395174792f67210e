import type { ReactNode } from 'react';

/** Names and values of one thing. Those without a value are left out. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}): ReactNode {
  return (
    <dl className="settings-facts">
      {facts.map(
        ([name, value]) =>
          value !== null &&
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="trace-text number">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
