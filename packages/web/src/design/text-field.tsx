import './text-field.css';
import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldProps {
  readonly label: ReactNode;
  /** Where the label stands; hidden, it is read out only. */
  readonly place?: 'above' | 'beside' | 'hidden';
  /** What is wrong with the value. */
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

type TextFieldProps = FieldProps & Omit<ComponentProps<'input'>, keyof FieldProps>;
type TextAreaProps = FieldProps & Omit<ComponentProps<'textarea'>, keyof FieldProps>;

/** One line of text, a number or a day, with its label. */
export function TextField({ onChange, ...props }: TextFieldProps): ReactNode {
  return (
    <Field {...props}>
      {(common) => (
        <input {...omitField(props)} {...common} onChange={({ target }) => onChange(target.value)} />
      )}
    </Field>
  );
}

/** Several lines of text with their label. */
export function TextArea({ onChange, ...props }: TextAreaProps): ReactNode {
  return (
    <Field {...props}>
      {(common) => (
        <textarea {...omitField(props)} {...common} onChange={({ target }) => onChange(target.value)} />
      )}
    </Field>
  );
}

interface Common {
  readonly 'data-autofocus': 'true' | undefined;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-describedby': string | undefined;
}

interface FrameProps extends Pick<FieldProps, 'label' | 'place' | 'error'> {
  readonly autoFocus?: boolean | undefined;
  readonly 'aria-invalid'?: ComponentProps<'input'>['aria-invalid'];
  readonly 'aria-describedby'?: string | undefined;
  readonly children: (common: Common) => ReactNode;
}

function Field({ label, place = 'above', error, autoFocus, children, ...props }: FrameProps): ReactNode {
  const errorId = useId();
  return (
    <div className={`text-field text-field-${place}`}>
      <label>
        <span className={place === 'hidden' ? 'visually-hidden' : undefined}>{label}</span>
        {children({
          // Read by the dialog around it, which gives the focus once it is open.
          'data-autofocus': autoFocus === true ? 'true' : undefined,
          'aria-invalid': error !== undefined || props['aria-invalid'] === true || undefined,
          'aria-describedby': error === undefined ? props['aria-describedby'] : errorId,
        })}
      </label>
      {error !== undefined && (
        <p id={errorId} role="alert" className="text-field-error trace-text">
          {error}
        </p>
      )}
    </div>
  );
}

/** What the element itself takes. */
function omitField<
  Props extends Omit<FieldProps, 'onChange'> & { readonly autoFocus?: boolean | undefined },
>({
  label: _label,
  place: _place,
  error: _error,
  autoFocus: _autoFocus,
  ...rest
}: Props): Omit<Props, 'label' | 'place' | 'error' | 'autoFocus'> {
  return rest;
}
