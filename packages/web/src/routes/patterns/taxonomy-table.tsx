import { type ReactNode, useState } from 'react';
import { ToggleGroup } from '../../design/toggle-group.tsx';
import type { CategoryJson, PatternsJson } from '@tracewright/core';
import { Bar } from './cluster-list.tsx';
import { TableRegion } from './table-region.tsx';

const VOCABULARIES = [
  { value: 'agentRx', title: 'AgentRx’s categories' },
  { value: 'kinds', title: 'Kinds of mistake' },
] as const;

export function TaxonomyTable({ patterns }: { readonly patterns: PatternsJson }): ReactNode {
  const [chosen, setChosen] = useState<keyof PatternsJson['taxonomy']>('agentRx');
  const { taxonomy, counts } = patterns;
  const categories = taxonomy[chosen].filter(({ failing, passing }) => failing + passing > 0);
  return (
    <TableRegion
      id="taxonomy"
      title="Kinds of failure"
      lead={
        <>
          <p>
            Each run by its gravest finding, passing runs too: a kind as frequent among them explains no
            failure.
          </p>
          <ToggleGroup label="Vocabulary" choices={VOCABULARIES} chosen={chosen} onChoose={setChosen} />
        </>
      }
    >
      <table className="patterns-table">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Of the failed runs</th>
            <th scope="col">Of the passed runs</th>
          </tr>
        </thead>
        <tbody>
          {categories.map((category) => (
            <CategoryRow
              key={category.id}
              category={category}
              failed={counts.failure}
              passed={counts.success}
            />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

interface CategoryRowProps {
  readonly category: CategoryJson;
  readonly failed: number;
  readonly passed: number;
}

function CategoryRow({ category, failed, passed }: CategoryRowProps): ReactNode {
  const { name, meaning, failing, passing } = category;
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="patterns-note">{meaning}</span>
      </th>
      <td className="number">
        <Bar part={failing} whole={failed} tone="failure" /> {failing}
      </td>
      <td className="number">
        <Bar part={passing} whole={passed} tone="success" /> {passing}
      </td>
    </tr>
  );
}
