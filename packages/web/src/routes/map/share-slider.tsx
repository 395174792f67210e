import { type ReactNode, useEffect, useState } from 'react';
import { RangeSlider } from '../../design/range-slider.tsx';

/** The address follows when the slider rests this long. */
const REST_MS = 150;
/** Percent; most of what happens between rare and common happens below a tenth. */
const STOPS = [0, 1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 100];

interface ShareSliderProps {
  readonly share: number;
  readonly onChange: (share: number) => void;
}

/** How rare a path may be and still be drawn. */
export function ShareSlider({ share, onChange }: ShareSliderProps): ReactNode {
  const [draft, setDraft] = useState<number>();
  useEffect(() => {
    if (draft === undefined) return undefined;
    const timer = setTimeout(() => {
      onChange((STOPS[draft] ?? 0) / 100);
      setDraft(undefined);
    }, REST_MS);
    return () => clearTimeout(timer);
    // The latest draft alone counts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [draft]);
  const at = draft ?? findStop(share * 100);
  const text = at === 0 ? 'all paths' : `paths of at least ${STOPS[at] ?? 0} % of the runs`;
  return (
    <div className="map-slider">
      <span aria-hidden="true">Rare paths</span>
      <RangeSlider label="Rare paths" text={text} max={STOPS.length - 1} value={at} onChange={setDraft} />
      <span className="number muted">{text}</span>
    </div>
  );
}

function findStop(percent: number): number {
  const next = STOPS.findIndex((stop) => stop >= percent - 1e-9);
  return next === -1 ? STOPS.length - 1 : next;
}
