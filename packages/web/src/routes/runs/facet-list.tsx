import { type ReactNode, useEffect, useId, useState } from 'react';
import { TextField } from '../../design/text-field.tsx';
import { Button } from '../../design/button.tsx';
import type { FacetJson } from '@tracewright/core';
import { client } from '../../api.ts';
import { formatCount, formatShortCount } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';

/** Values shown when a reader wants more of them. */
const MORE = 100;
const TYPING_MS = 250;
const SHOWN_LENGTH = 120;

interface FacetListProps {
  readonly facet: FacetJson;
  readonly title: string;
  readonly where: string;
  readonly onToggle: (value: string | null) => void;
}

/** The values of one field with their counts; of many values the most frequent, with the others a search away. */
export function FacetList({ facet, title, where, onToggle }: FacetListProps): ReactNode {
  const heading = useId();
  const [isOpen, setOpen] = useState(false);
  const [find, setFind] = useState('');
  const found = useFoundValues(facet, where, isOpen, find);
  const { values } = found ?? facet;
  const most = Math.max(1, ...values.map(({ runs }) => runs));
  return (
    <section className="facet" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {isOpen && (
        <TextField
          type="search"
          label={`Find in ${title.toLowerCase()}`}
          place="hidden"
          placeholder="Find"
          value={find}
          onChange={setFind}
        />
      )}
      <ul className={isOpen ? 'facet-many' : undefined}>
        {values.map(({ value, runs, chosen }) => {
          const name =
            value === null ? 'none' : toPlainText(value.slice(0, SHOWN_LENGTH)).replaceAll('\n', ' ');
          return (
            <li key={value === null ? 'none' : `=${value}`}>
              <label className="facet-value">
                <input
                  type="checkbox"
                  className="checkbox-box"
                  checked={chosen}
                  onChange={() => onToggle(value)}
                />
                <span
                  className={`facet-name trace-text ${value === null ? 'muted' : ''}`}
                  dir="auto"
                  title={name}
                >
                  {name === '' ? '(empty)' : name}
                </span>
                <span className="facet-count number" title={formatCount(runs)}>
                  {formatShortCount(runs)}
                </span>
                <span className="facet-bar" aria-hidden="true" style={{ width: `${(100 * runs) / most}%` }} />
              </label>
            </li>
          );
        })}
        {values.length === 0 && <li className="muted">{find === '' ? 'no runs' : 'nothing like it'}</li>}
      </ul>
      {(facet.hasMore || isOpen) && (
        <Button
          kind="text"
          className="facet-more"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
            setFind('');
          }}
        >
          {isOpen ? 'Fewer' : 'More …'}
        </Button>
      )}
      {isOpen && found?.hasMore === true && <p className="muted">The first {MORE}; type to find others.</p>}
    </section>
  );
}

/** undefined while the panel's own values do. */
function useFoundValues(
  { field, values }: FacetJson,
  where: string,
  isOpen: boolean,
  find: string,
): FacetJson | undefined {
  const [found, setFound] = useState<FacetJson>();
  useEffect(() => {
    if (!isOpen) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(
      () => {
        const request = { where, field, find: find.trim(), limit: MORE };
        client.countFacets(request, { signal: controller.signal }).then(
          ({ facets: [facet] }) => {
            if (!controller.signal.aborted) setFound(facet);
          },
          // The panel's own values stay; the next try may work.
          () => undefined,
        );
      },
      find === '' ? 0 : TYPING_MS,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
    // New counts in the panel mean new counts here.
  }, [isOpen, field, find, where, values]);
  return isOpen ? found : undefined;
}
