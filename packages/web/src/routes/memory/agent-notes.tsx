import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import type { AgentNotesJson, ChangeMemoryRequest } from '@tracewright/core';
import { CopyButton } from '../../components/copy-button.tsx';
import { toPlainText } from '../../text/plain-text.ts';
import { NoteText } from './note-text.tsx';
import { NotesEditor } from './notes-editor.tsx';
import type { Draft } from './use-drafts.ts';

/** False when it failed: what went wrong is shown by the page. */
export type ChangeNotes = (request: ChangeMemoryRequest) => Promise<boolean>;

interface AgentNotesProps {
  readonly notes: AgentNotesJson;
  readonly isBusy: boolean;
  /** Of an edit that is not saved yet. */
  readonly draft: Draft | undefined;
  readonly onDraft: (draft: Draft | undefined) => void;
  readonly onChange: ChangeNotes;
}

export function AgentNotes({ notes, isBusy, draft, onDraft, onChange }: AgentNotesProps): ReactNode {
  const { agent, isEnabled, path, entries, before, after, edited, markdown } = notes;
  const [isEditing, setEditing] = useState(draft !== undefined);
  const editButton = useRef<HTMLButtonElement>(null);
  const edit = draft ?? { base: markdown, text: markdown };
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    // Back to where the reader came from.
    if (wasEditing.current && !isEditing) editButton.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  const close = (): void => {
    setEditing(false);
    onDraft(undefined);
  };
  return (
    <section className="memory-notes" aria-labelledby="memory-agent">
      <h2 id="memory-agent" className="trace-text" dir="auto">
        {toPlainText(agent)}
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
        <Button onClick={() => void onChange({ agent, action: isEnabled ? 'off' : 'on' })}>
          {isEnabled ? 'Switch off' : 'Switch on'}
        </Button>
        <Button ref={editButton} disabled={isEditing} onClick={() => setEditing(true)}>
          Edit
        </Button>
        <Button disabled={isBusy || isEditing} onClick={() => void onChange({ agent, action: 'refresh' })}>
          Make anew
        </Button>
      </div>
      {isEditing ? (
        <NotesEditor
          draft={edit}
          onChange={(next) => onDraft(next.text === next.base ? undefined : next)}
          onSave={async () => {
            if (await onChange({ agent, action: 'write', markdown: edit.text, previous: edit.base })) close();
          }}
          onCancel={close}
        />
      ) : (
        <>
          <OwnWords text={withoutTitle(before, agent)} />
          {entries.map(({ id, markdown: text, isEdited }) => (
            <article key={id} className="memory-note">
              {isEdited && <Badge tone="warning">edited by hand, kept as it is</Badge>}
              <NoteText text={text} />
            </article>
          ))}
          <OwnWords text={after} />
        </>
      )}
    </section>
  );
}

/** The title that the notes are made with says once more what the heading says. */
function withoutTitle(before: string, agent: string): string {
  const title = `# Notes on ${agent.replaceAll(/\s+/g, ' ')}\n`;
  const text = before.trimStart();
  return text.startsWith(title) ? text.slice(title.length) : text;
}

/** What people wrote around the notes. */
function OwnWords({ text }: { readonly text: string }): ReactNode {
  return text.trim() === '' ? null : <NoteText text={text} />;
}
