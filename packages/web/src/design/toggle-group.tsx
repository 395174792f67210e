import './toggle-group.css';
import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import { Toolbar, ToolbarItem } from './toolbar.tsx';

interface ToggleGroupProps<Value> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly choices: readonly {
    readonly value: Value;
    readonly title: string;
    /** What choosing it does, where the title is short. */
    readonly tip?: string;
  }[];
  /** Null when it is none of them. */
  readonly chosen: Value | null;
  readonly isDisabled?: boolean;
  readonly onChoose: (value: Value) => void;
}

/** A few choices in a row, of which one holds. Unlike radio buttons, moving between them chooses nothing: a choice may cost a question to the server. */
export function ToggleGroup<Value extends string | undefined>({
  label,
  choices,
  chosen,
  isDisabled = false,
  onChoose,
}: ToggleGroupProps<Value>): ReactNode {
  const id = useId();
  const first = choices.findIndex(({ value }) => value === chosen);
  return (
    <Toolbar label={label} className="toggle-group" tabStop={first === -1 ? undefined : `${id}-${first}`}>
      {choices.map(({ value, title, tip }, index) => (
        <ToolbarItem key={title} id={`${id}-${index}`}>
          <Button
            kind="chip"
            aria-pressed={value === chosen}
            disabled={isDisabled}
            tip={tip}
            onClick={() => onChoose(value)}
          >
            {title}
          </Button>
        </ToolbarItem>
      ))}
    </Toolbar>
  );
}
