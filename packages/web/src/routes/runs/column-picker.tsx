import './column-picker.css';
import type { ReactNode } from 'react';
import { Checkbox } from '../../design/checkbox.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { COLUMN_NAMES, type ColumnName, DEFAULT_COLUMNS } from './column-names.ts';
import { COLUMNS } from './columns.tsx';

interface ColumnPickerProps {
  readonly columns: readonly ColumnName[];
  readonly onChange: (columns: readonly ColumnName[]) => void;
  readonly onClose: () => void;
}

/** Which columns there are, and in which order. */
export function ColumnPicker({ columns, onChange, onClose }: ColumnPickerProps): ReactNode {
  const others = COLUMN_NAMES.filter((name) => !columns.includes(name));
  return (
    <Dialog title="Columns" kind="sheet" onClose={onClose}>
      <div className="column-picker">
        <p className="muted">
          The address keeps them: a link shows the same columns. Widths stay in this browser.
        </p>
        <ul>
          {[...columns, ...others].map((name) => {
            const place = columns.indexOf(name);
            const { title, field } = COLUMNS[name];
            return (
              <li key={name} className="column-picker-row">
                <Checkbox
                  isChecked={place !== -1}
                  // One column stays: a table without any shows nothing.
                  isDisabled={place !== -1 && columns.length === 1}
                  onChange={(isChecked) =>
                    onChange(isChecked ? [...columns, name] : columns.filter((other) => other !== name))
                  }
                >
                  {title}
                  {field === undefined && <span className="muted">cannot be sorted by</span>}
                </Checkbox>
                <IconButton
                  icon="up"
                  size="small"
                  label={`Move ${title} to the left`}
                  tip="To the left"
                  disabled={place <= 0}
                  onClick={() => onChange(move(columns, place, -1))}
                />
                <IconButton
                  icon="down"
                  size="small"
                  label={`Move ${title} to the right`}
                  tip="To the right"
                  disabled={place === -1 || place === columns.length - 1}
                  onClick={() => onChange(move(columns, place, 1))}
                />
              </li>
            );
          })}
        </ul>
        <Button onClick={() => onChange(DEFAULT_COLUMNS)}>The usual columns</Button>
      </div>
    </Dialog>
  );
}

function move(columns: readonly ColumnName[], from: number, by: 1 | -1): readonly ColumnName[] {
  const name = columns[from];
  return name === undefined ? columns : columns.toSpliced(from, 1).toSpliced(from + by, 0, name);
}
