import { type ReactNode, useState } from 'react';
import { TextField } from '../../design/text-field.tsx';

const DAY_MS = 86_400_000;
/** Whoever types a year passes by 0002, 0020 and 0202. */
const FIRST_YEAR = '1970';

interface DayRangeProps {
  /** Unix milliseconds, the end not included; undefined when nothing has a time. */
  readonly span: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** @param to the first day that is not shown */
  readonly onChange: (from: string, to: string) => void;
}

interface Days {
  readonly from: string;
  readonly to: string;
}

/** The first and the last day that is shown, in UTC as the charts are: whoever changes one asks for that time alone. */
export function DayRange({ span, onChange }: DayRangeProps): ReactNode {
  /** What was typed and is no time yet, beside the time that was shown then. */
  const [typed, setTyped] = useState<{
    readonly days: Partial<Days>;
    readonly span: DayRangeProps['span'];
  }>();
  const draft =
    typed?.span?.fromMs === span?.fromMs && typed?.span?.toMs === span?.toMs ? (typed?.days ?? {}) : {};
  const shown = span === undefined ? { from: '', to: '' } : toDays(span);
  const days = { ...shown, ...draft };
  const change = (part: Partial<Days>): void => {
    const next = { ...days, ...part };
    if (next.from >= FIRST_YEAR && next.from <= next.to) {
      setTyped(undefined);
      onChange(next.from, nameDay(Date.parse(next.to) + DAY_MS));
    } else setTyped({ days: { ...draft, ...part }, span });
  };
  return (
    <div className="overview-days" role="group" aria-label="Days">
      {(['from', 'to'] as const).map((side) => (
        <TextField
          key={side}
          label={side}
          place="beside"
          type="date"
          value={days[side]}
          aria-invalid={draft[side] !== undefined}
          onChange={(day) => change({ [side]: day })}
        />
      ))}
    </div>
  );
}

function toDays({ fromMs, toMs }: NonNullable<DayRangeProps['span']>): Days {
  return { from: nameDay(fromMs), to: nameDay(Math.max(fromMs, toMs - 1)) };
}

export function nameDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
