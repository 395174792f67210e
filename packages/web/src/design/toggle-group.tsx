import './toggle-group.css';
import type { ReactNode } from 'react';

interface ChipChoiceProps<Name extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly choices: readonly { readonly name: Name; readonly title: string; readonly meaning: string }[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

/** A few views of one thing, of which one is shown. */
export function ChipChoice<Name extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: ChipChoiceProps<Name>): ReactNode {
  return (
    <div className="chip-choice" role="group" aria-label={label}>
      {choices.map(({ name, title, meaning }) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-pressed={chosen === name}
          title={meaning}
          onClick={() => onChoose(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
