import './range-slider.css';
import type { ReactNode } from 'react';

interface RangeSliderProps {
  readonly label: string;
  /** What the value means, in words: read out in its place. */
  readonly text: string;
  readonly max: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** The browser's own slider: the headless library has none. */
export function RangeSlider({ label, text, max, value, onChange }: RangeSliderProps): ReactNode {
  return (
    <input
      type="range"
      className="range-slider"
      aria-label={label}
      aria-valuetext={text}
      min={0}
      max={max}
      step={1}
      value={value}
      onChange={({ target }) => onChange(Number(target.value))}
    />
  );
}
