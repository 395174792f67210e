import { type ReactNode, useRef, useState } from 'react';
import type { AgentNotesJson, ChangeMemoryRequest } from '@tracewright/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { NoteText } from './note-text.tsx';
import { NotesEditor } from './notes-editor.tsx';

/** False when it failed: what went wrong is shown by the page. */
export type ChangeNotes = (request: ChangeMemoryRequest) => Promise<boolean>;

interface AgentNotesProps {
  readonly notes: AgentNotesJson;
  readonly isBusy: boolean;
  readonly onChange: ChangeNotes;
}

export function AgentNotes({ notes, isBusy, onChange }: AgentNotesProps): ReactNode {
  const { agent, isEnabled, path, entries, before, after, edited, markdown } = notes;
  const [isEditing, setEditing] = useState(false);
  const editButton = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setEditing(false);
    // Back to where the reader came from.
    requestAnimationFrame(() => editButton.current?.focus());
  };
  return (
    <section className="memory-notes" aria-labelledby="memory-agent">
      <h2 id="memory-agent" className="trace-text" dir="auto">
        {agent}
      </h2>
      <p className="memory-facts number">
        {entries.length} {entries.length === 1 ? 'note' : 'notes'}
        {edited > 0 && `, ${edited} edited by hand`};{' '}
        {isEnabled
          ? 'given to models that are asked for an opinion'
          : 'switched off: kept, and given to nobody'}
      </p>
      {path !== null && (
        <p className="memory-path mono">
          <span className="trace-text">{path}</span> <CopyButton text={path} what="path" />
        </p>
      )}
      <div className="memory-actions">
        <button
          type="button"
          className="button"
          onClick={() => void onChange({ agent, action: isEnabled ? 'off' : 'on' })}
        >
          {isEnabled ? 'Switch off' : 'Switch on'}
        </button>
        <button
          type="button"
          className="button"
          ref={editButton}
          disabled={isEditing}
          onClick={() => setEditing(true)}
        >
          Edit
        </button>
        <button
          type="button"
          className="button"
          disabled={isBusy || isEditing}
          onClick={() => void onChange({ agent, action: 'refresh' })}
        >
          Make anew
        </button>
      </div>
      {isEditing ? (
        <NotesEditor
          markdown={markdown}
          onSave={async (text) => {
            if (await onChange({ agent, action: 'write', markdown: text, previous: markdown })) close();
          }}
          onCancel={close}
        />
      ) : (
        <>
          <OwnWords text={before} />
          {entries.map(({ id, markdown: text, isEdited }) => (
            <article key={id} className="memory-note">
              {isEdited && <p className="memory-tag">edited by hand, kept as it is</p>}
              <NoteText text={text} />
            </article>
          ))}
          <OwnWords text={after} />
        </>
      )}
    </section>
  );
}

/** What people wrote around the notes. */
function OwnWords({ text }: { readonly text: string }): ReactNode {
  return text.trim() === '' ? null : <NoteText text={text} />;
}
