import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import type { Draft } from './use-drafts.ts';

interface NotesEditorProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onSave: () => Promise<void>;
  readonly onCancel: () => void;
}

/** The whole file as text. Ctrl or Command and Enter saves; Escape closes it, but only where nothing would be lost. */
export function NotesEditor({ draft, onChange, onSave, onCancel }: NotesEditorProps): ReactNode {
  const { base, text } = draft;
  const [isSaving, setSaving] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  useEffect(() => area.current?.focus(), []);
  const save = async (): Promise<void> => {
    if (isSaving || text === base) return;
    setSaving(true);
    await onSave();
    setSaving(false);
  };
  return (
    <form
      className="memory-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text === base) onCancel();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
      }}
    >
      <p id={hintId} className="memory-lead">
        Text outside the markers is yours. A note that you change is kept as you leave it; empty it to silence
        it, delete it with its markers to have it made anew.
      </p>
      <textarea
        ref={area}
        className="memory-text mono"
        aria-label="Notes as Markdown"
        aria-describedby={hintId}
        spellCheck={false}
        dir="auto"
        value={text}
        onChange={(event) => onChange({ base, text: event.currentTarget.value })}
      />
      <div className="memory-actions">
        <Button kind="primary" type="submit" disabled={isSaving || text === base}>
          {isSaving ? 'Saving …' : 'Save'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
