import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Dialog } from '../../../design/dialog.tsx';
import { toPlainText } from '../../../text/plain-text.ts';
import type { Draft, Statement } from './annotate-context.ts';

interface DraftDialogProps {
  readonly draft: Draft;
  /** Names offered for a category. */
  readonly categories: readonly string[];
  readonly onSave: (statement: Statement) => void;
  readonly onClose: () => void;
}

/** Asks for the words of a note or of a category. Ctrl+Enter saves. */
export function DraftDialog({ draft, categories, onSave, onClose }: DraftDialogProps): ReactNode {
  const { kind, step, finding } = draft;
  const [category, setCategory] = useState('');
  const [note, setNote] = useState('');
  const [quote, setQuote] = useState(draft.quote);
  const names = useId();
  const form = useRef<HTMLFormElement>(null);
  // After the dialog has opened, which puts the focus on its first button.
  useEffect(() => form.current?.querySelector<HTMLElement>('input, textarea')?.focus(), []);
  const isComplete = (kind === 'category' ? category : note).trim() !== '';
  const place = finding !== undefined ? 'a finding' : step === undefined ? 'the run' : `step ${step}`;
  const save = (): void => {
    if (!isComplete) return;
    onSave({
      kind,
      ...(step === undefined ? {} : { step }),
      ...(finding === undefined ? {} : { finding: finding.id }),
      ...(quote === undefined ? {} : { quote }),
      ...(kind === 'category' ? { category } : {}),
      ...(note.trim() === '' ? {} : { note }),
    });
  };
  return (
    <Dialog
      title={kind === 'category' ? `Category of ${place}` : `Note on ${place}`}
      onClose={onClose}
      kind="sheet"
    >
      <form
        ref={form}
        className="draft"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      >
        {finding !== undefined && (
          <p className="muted trace-text">
            Found: {toPlainText(finding.category)}. {toPlainText(finding.message.slice(0, 300))}
          </p>
        )}
        {kind === 'category' && (
          <label className="draft-field">
            What it is
            <input
              list={names}
              value={category}
              maxLength={100}
              onChange={({ target }) => setCategory(target.value)}
            />
            <datalist id={names}>
              {categories.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </label>
        )}
        <label className="draft-field">
          {kind === 'category' ? 'Why (may be left out)' : 'Note'}
          <textarea
            rows={4}
            maxLength={20_000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
        {quote !== undefined && (
          <div className="draft-quote">
            <blockquote className="trace-text">{quote}</blockquote>
            <button type="button" className="text-button" onClick={() => setQuote(undefined)}>
              Leave the quote out
            </button>
          </div>
        )}
        <div className="draft-actions">
          <button type="submit" className="button button-primary" disabled={!isComplete}>
            Save
          </button>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
