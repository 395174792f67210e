import { type ReactNode, useId, useState } from 'react';
import { TextArea, TextField } from '../../../design/text-field.tsx';
import { Button } from '../../../design/button.tsx';
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
          <>
            <TextField
              label="What it is"
              isFirst
              list={names}
              value={category}
              maxLength={100}
              onChange={setCategory}
            />
            <datalist id={names}>
              {categories.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
        <TextArea
          label={kind === 'category' ? 'Why (may be left out)' : 'Note'}
          isFirst={kind !== 'category'}
          rows={4}
          maxLength={20_000}
          value={note}
          onChange={setNote}
        />
        {quote !== undefined && (
          <div className="draft-quote">
            <blockquote className="trace-text">{quote}</blockquote>
            <Button kind="text" onClick={() => setQuote(undefined)}>
              Leave the quote out
            </Button>
          </div>
        )}
        <div className="draft-actions">
          <Button kind="primary" type="submit" disabled={!isComplete}>
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
