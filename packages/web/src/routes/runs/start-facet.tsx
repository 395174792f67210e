import { type ReactNode, useId } from 'react';
import {
  type Filter,
  formatTimestamp,
  parseTimestamp,
  readTimeChoice,
  replaceTimeChoice,
  type StartsJson,
} from '@tracewright/core';
import { Button } from '../../design/button.tsx';
import { moveFocus } from '../../design/move-focus.ts';
import { formatCount, formatTime } from '../../format/quantity.ts';

interface StartFacetProps {
  readonly starts: StartsJson;
  readonly filter: Filter | undefined;
  readonly onChange: (filter: Filter | undefined) => void;
}

/** When runs started, as bars: a click chooses one, with Shift all up to it. One stop for the Tab key, arrows move in it. */
export function StartFacet({ starts, filter, onChange }: StartFacetProps): ReactNode {
  const heading = useId();
  const { from, to } = readTimeChoice(filter, 'start');
  const isChosen = from !== undefined || to !== undefined;
  const bars = starts.bars.map((bar) => {
    const [first = 0n, end = 0n] = [parseTimestamp(bar.from), parseTimestamp(bar.to)];
    const isIn = (from === undefined || end > from) && (to === undefined || first < to);
    return { ...bar, first, end, isIn };
  });
  // What lies far before or after stands in one bar, which must not press the others down.
  const most = Math.max(1, ...bars.map(({ runs, isRest }) => (isRest === true ? 0 : runs)));
  const focused = Math.max(0, isChosen ? bars.findIndex(({ isIn }) => isIn) : 0);
  const choose = (index: number, isRange: boolean): void => {
    const bar = bars[index];
    if (bar === undefined) return;
    const isSame = from === bar.first && to === bar.end;
    onChange(
      replaceTimeChoice(
        filter,
        'start',
        isSame
          ? { from: undefined, to: undefined }
          : {
              from: isRange && from !== undefined && from < bar.first ? from : bar.first,
              to: isRange && to !== undefined && to > bar.end ? to : bar.end,
            },
      ),
    );
  };
  return (
    <section className="facet" aria-labelledby={heading}>
      <h2 id={heading}>Started</h2>
      {/* Plain elements: there are many, and the list of runs waits for them. */}
      <div className="facet-bars" role="group" aria-labelledby={heading} onKeyDown={moveFocus}>
        {bars.map((bar, index) => {
          const label = `${formatTime(bar.from)} to ${formatTime(bar.to)}: ${formatCount(bar.runs)} runs`;
          return (
            <button
              key={bar.from}
              type="button"
              tabIndex={index === focused ? 0 : -1}
              className="facet-time"
              aria-pressed={isChosen && bar.isIn}
              aria-label={label}
              title={label}
              onClick={(event) => choose(index, event.shiftKey)}
            >
              <span
                style={{
                  height: `${bar.runs === 0 ? 0 : Math.min(100, Math.max(4, (100 * bar.runs) / most))}%`,
                }}
              />
            </button>
          );
        })}
      </div>
      <p className="facet-span muted number">
        {isChosen ? describeRange(from, to) : describeRange(bars[0]?.first, bars.at(-1)?.end)}
        {isChosen && (
          <Button
            kind="text"
            onClick={() => onChange(replaceTimeChoice(filter, 'start', { from: undefined, to: undefined }))}
          >
            All times
          </Button>
        )}
      </p>
      {starts.untimed > 0 && (
        <p className="muted number">
          {formatCount(starts.untimed)} {starts.untimed === 1 ? 'run' : 'runs'} without a time
        </p>
      )}
    </section>
  );
}

function describeRange(from: bigint | undefined, to: bigint | undefined): string {
  const show = (time: bigint): string => formatTime(formatTimestamp(time));
  if (from === undefined) return to === undefined ? '' : `before ${show(to)}`;
  return to === undefined ? `from ${show(from)}` : `${show(from)} – ${show(to)}`;
}
