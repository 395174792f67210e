import './facets.css';
import type { ReactNode } from 'react';
import { type FacetField, type Filter, toggleChoice } from '@tracewright/core';
import { writeFilter } from '../../filter/read-filter.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { FacetList } from './facet-list.tsx';
import { StartFacet } from './start-facet.tsx';
import type { Facets } from './use-facets.ts';

const TITLES: Readonly<Record<FacetField, string>> = {
  outcome: 'Outcome',
  agent: 'Agent',
  model: 'Model',
  task: 'Task',
  format: 'Format',
  category: 'Finding',
};

interface FacetsPanelProps {
  readonly facets: Facets;
  /** As the counts were made under, but for a field's own choice. */
  readonly filter: Filter | undefined;
  readonly where: string;
  readonly onChange: (filter: string) => void;
}

/** What the runs of the list have, and how many: a click narrows the filter by it, another widens it again. */
export function FacetsPanel({ facets, filter, where, onChange }: FacetsPanelProps): ReactNode {
  const { counts, isStale, failure } = facets;
  const change = (next: Filter | undefined): void => onChange(writeFilter(next));
  if (failure !== undefined) return <FailureNotice failure={failure} />;
  if (counts === undefined) return <Loading what="counts" />;
  return (
    <div className={`facets-body ${isStale ? 'facets-stale' : ''}`} aria-busy={isStale}>
      {counts.facets.map((facet) => (
        <FacetList
          key={facet.field}
          facet={facet}
          title={TITLES[facet.field]}
          where={where}
          onToggle={(value) => change(toggleChoice(filter, facet.field, value ?? undefined))}
        />
      ))}
      {counts.starts !== null && <StartFacet starts={counts.starts} filter={filter} onChange={change} />}
    </div>
  );
}
