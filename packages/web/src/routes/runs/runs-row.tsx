import type { ReactNode } from 'react';
import type { RunJson } from '@tracewright/core';
import { Link, useLocation } from 'wouter';
import type { ColumnName } from './column-names.ts';
import { COLUMNS, runTitle } from './columns.tsx';

interface RunsRowProps {
  readonly run: RunJson;
  readonly columns: readonly ColumnName[];
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly isSelected: boolean;
  readonly isChosen: boolean;
  readonly onSelect: () => void;
  /** @param isRange from the one chosen last to this one */
  readonly onChoose: (isRange: boolean) => void;
}

export function RunsRow(props: RunsRowProps): ReactNode {
  const { run, columns, index, top, height, isSelected, isChosen, onSelect, onChoose } = props;
  const [, navigate] = useLocation();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={`runs-row ${isSelected ? 'runs-selected' : ''}`}
      style={{ transform: `translateY(${top}px)`, height }}
      onFocus={onSelect}
      onClick={(event) => {
        const isControl =
          event.target instanceof Element && event.target.closest('a, button, .runs-choice') !== null;
        if (isControl || window.getSelection()?.isCollapsed === false) return;
        if (event.shiftKey) onChoose(true);
        else navigate(`/runs/${run.runId}`);
      }}
    >
      <span role="cell" className="runs-cell runs-choice">
        {/* A plain element: there is one a row. The label makes it large enough for a finger. */}
        <label className="runs-choice-target">
          <input
            type="checkbox"
            className="checkbox-box"
            aria-label={`Choose ${runTitle(run)}`}
            title="Choose (x); with Shift all from the one chosen last"
            checked={isChosen}
            onChange={() => undefined}
            onClick={(event) => onChoose(event.shiftKey)}
          />
        </label>
        {/* The task is the link to the run: without it the keyboard needs another. */}
        {!columns.includes('task') && (
          <Link href={`/runs/${run.runId}`} className="runs-link visually-hidden">
            Open {runTitle(run)}
          </Link>
        )}
      </span>
      {columns.map((name) => (
        <span
          key={name}
          role="cell"
          className={`runs-cell runs-${name} ${COLUMNS[name].isNumber === true ? 'number' : ''}`}
        >
          {COLUMNS[name].render(run)}
        </span>
      ))}
    </div>
  );
}
