import './text-field.css';
import type { ComponentProps, ReactNode } from 'react';

interface FieldProps {
  readonly label: ReactNode;
  /** Where the label stands; hidden, it is read out only. */
  readonly place?: 'above' | 'beside' | 'hidden';
  /** In a dialog, the field that has the focus once it is open. */
  readonly isFirst?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

type TextFieldProps = FieldProps & Omit<ComponentProps<'input'>, keyof FieldProps>;
type TextAreaProps = FieldProps & Omit<ComponentProps<'textarea'>, keyof FieldProps>;

/** One line of text, a number or a day, with its label. */
export function TextField({ label, place, isFirst, onChange, ...input }: TextFieldProps): ReactNode {
  return (
    <Field label={label} place={place}>
      <input {...input} data-autofocus={isFirst} onChange={({ target }) => onChange(target.value)} />
    </Field>
  );
}

/** Several lines of text with their label. */
export function TextArea({ label, place, isFirst, onChange, ...area }: TextAreaProps): ReactNode {
  return (
    <Field label={label} place={place}>
      <textarea {...area} data-autofocus={isFirst} onChange={({ target }) => onChange(target.value)} />
    </Field>
  );
}

interface LabelledProps {
  readonly label: ReactNode;
  readonly place: FieldProps['place'] | undefined;
  /** The field. */
  readonly children: ReactNode;
}

function Field({ label, place, children }: LabelledProps): ReactNode {
  return (
    <label className={place === 'beside' ? 'text-field text-field-beside' : 'text-field'}>
      <span className={place === 'hidden' ? 'visually-hidden' : undefined}>{label}</span>
      {children}
    </label>
  );
}
