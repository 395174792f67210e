import { type ReactNode, useState } from 'react';
import { Button } from '../../design/button.tsx';
import type { MapEdgeJson, MapNodeJson, MapPlaceJson } from '@tracewright/core';
import { formatCount, formatShare, UNKNOWN } from '../../format/quantity.ts';
import { placeOf } from './graph-labels.ts';
import { isSamePlace } from './map-state.ts';
import { rateClass } from './rate-scale.ts';

/** Rows shown before more are asked for: a map may have many more edges. */
const PAGE = 100;

interface TableProps {
  readonly nameOf: (id: string) => string;
  readonly marksOf: (place: MapPlaceJson) => 'failure' | 'success' | undefined;
  readonly selected: MapPlaceJson | undefined;
  readonly onSelect: (place: MapPlaceJson) => void;
}

interface Column<Row> {
  readonly title: string;
  readonly isNumber: boolean;
  readonly valueOf: (row: Row) => number | string | null;
}

type Counted = MapEdgeJson | MapNodeJson;

const TIMES: Column<Counted> = { title: 'Times', isNumber: true, valueOf: ({ times }) => times };
const RUNS: Column<Counted> = { title: 'Runs', isNumber: true, valueOf: ({ runs }) => runs };
const RATE: Column<Counted> = {
  title: 'Failed, 95 %',
  isNumber: true,
  valueOf: ({ failureRate }) => failureRate,
};

/** The edges of the map, for comparing and for those who do not see the picture. */
export function EdgeTable({
  edges,
  ...props
}: TableProps & { readonly edges: readonly MapEdgeJson[] }): ReactNode {
  const { nameOf, marksOf } = props;
  const columns: readonly Column<MapEdgeJson>[] = [
    { title: 'From', isNumber: false, valueOf: ({ from }) => nameOf(from) },
    { title: 'To', isNumber: false, valueOf: ({ to }) => nameOf(to) },
    TIMES,
    RUNS,
    RATE,
    { title: 'Marks', isNumber: false, valueOf: (edge) => marksOf(placeOf(edge)) ?? null },
  ];
  return (
    <SortedTable
      label="What follows what"
      columns={columns}
      rows={edges}
      renderRow={(edge) => {
        const place = placeOf(edge);
        return (
          <tr key={`${edge.from} ${edge.to}`} aria-current={isSamePlace(place, props.selected) || undefined}>
            <th scope="row">
              <RowButton {...props} place={place} text={nameOf(edge.from)} more={` to ${nameOf(edge.to)}`} />
            </th>
            <td className="trace-text" dir="auto">
              {nameOf(edge.to)}
              {edge.isHandover && <span className="muted"> hand-over</span>}
            </td>
            <ShareCells row={edge} />
            <MarksCell marks={marksOf(place)} />
          </tr>
        );
      }}
    />
  );
}

export function StepTable({
  nodes,
  ...props
}: TableProps & { readonly nodes: readonly MapNodeJson[] }): ReactNode {
  const { nameOf, marksOf } = props;
  const columns: readonly Column<MapNodeJson>[] = [
    { title: 'Step', isNumber: false, valueOf: ({ id }) => nameOf(id) },
    TIMES,
    RUNS,
    RATE,
    { title: 'Errors', isNumber: true, valueOf: ({ errors }) => errors },
    { title: 'Marks', isNumber: false, valueOf: ({ id }) => marksOf({ node: id }) ?? null },
  ];
  return (
    <SortedTable
      label="Steps"
      columns={columns}
      rows={nodes}
      renderRow={(node) => {
        const place = { node: node.id };
        return (
          <tr key={node.id} aria-current={isSamePlace(place, props.selected) || undefined}>
            <th scope="row">
              <RowButton {...props} place={place} text={nameOf(node.id)} more="" />
            </th>
            <ShareCells row={node} />
            <td className="number">{formatCount(node.errors)}</td>
            <MarksCell marks={marksOf(place)} />
          </tr>
        );
      }}
    />
  );
}

interface SortedTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly renderRow: (row: Row) => ReactNode;
}

function SortedTable<Row>({ label, columns, rows, renderRow }: SortedTableProps<Row>): ReactNode {
  const [order, setOrder] = useState<{ readonly title: string; readonly isDescending: boolean }>();
  const [shown, setShown] = useState(PAGE);
  const column = columns.find(({ title }) => title === order?.title);
  const sorted = column === undefined ? rows : sortBy(rows, column, order?.isDescending ?? false);
  return (
    <div className="map-table-region" role="region" aria-label={label} tabIndex={0}>
      <table className="map-table">
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => {
              const isOrder = order?.title === title;
              return (
                <th
                  key={title}
                  scope="col"
                  className={isNumber ? 'number' : undefined}
                  aria-sort={isOrder ? (order.isDescending ? 'descending' : 'ascending') : undefined}
                >
                  <button
                    type="button"
                    className="map-sort"
                    onClick={() =>
                      setOrder({ title, isDescending: isOrder ? !order.isDescending : isNumber })
                    }
                  >
                    {title}
                    <span aria-hidden="true">{isOrder ? (order.isDescending ? ' ↓' : ' ↑') : ''}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>{sorted.slice(0, shown).map(renderRow)}</tbody>
      </table>
      {shown < rows.length && (
        <Button onClick={() => setShown(shown + PAGE)}>Show more of {formatCount(rows.length)}</Button>
      )}
    </div>
  );
}

/** What has no value goes last, whichever way. */
function sortBy<Row>(rows: readonly Row[], { valueOf }: Column<Row>, isDescending: boolean): readonly Row[] {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    if (typeof x === 'string' || typeof y === 'string') return sign * String(x).localeCompare(String(y));
    return sign * (x - y);
  });
}

interface RowButtonProps extends TableProps {
  readonly place: MapPlaceJson;
  readonly text: string;
  /** Completes the name for those who hear it. */
  readonly more: string;
}

function RowButton({ place, text, more, selected, onSelect }: RowButtonProps): ReactNode {
  return (
    <button
      type="button"
      className="map-row-button trace-text"
      dir="auto"
      aria-pressed={isSamePlace(place, selected)}
      onClick={() => onSelect(place)}
    >
      {text}
      <span className="visually-hidden">{more}: show its runs</span>
    </button>
  );
}

function ShareCells({ row }: { readonly row: Counted }): ReactNode {
  const { times, runs, failure, success, failureRate, failureInterval } = row;
  return (
    <>
      <td className="number">{formatCount(times)}</td>
      <td className="number">{formatCount(runs)}</td>
      <td className="number" title={`${failure} failed, ${success} passed`}>
        <span className={`map-rate ${rateClass(failureRate)}`} aria-hidden="true" />
        {failureRate === null ? UNKNOWN : formatShare(failureRate)}
        {failureInterval !== null && (
          <span className="muted"> ({failureInterval.map((end) => Math.round(end * 100)).join('–')})</span>
        )}
      </td>
    </>
  );
}

function MarksCell({ marks }: { readonly marks: 'failure' | 'success' | undefined }): ReactNode {
  return <td>{marks === undefined ? <span className="muted">{UNKNOWN}</span> : <strong>{marks}</strong>}</td>;
}
