/** What the API says about the notes on agents. */

export interface AgentNotesJson {
  readonly agent: string;
  /** Switched off, they are kept and not used. */
  readonly isEnabled: boolean;
  /** On the server's machine, to be edited; null where the store is in memory. */
  readonly path: string | null;
  readonly notes: number;
  /** Those that somebody changed, which no refresh touches. */
  readonly edited: number;
  /** The file, whole. */
  readonly markdown: string;
  /** What stands in it: the notes, and the reader's own words above and below them. */
  readonly before: string;
  readonly entries: readonly NoteJson[];
  readonly after: string;
}

export interface NoteJson {
  /** The kind of finding it is about, or `insights`. */
  readonly id: string;
  readonly markdown: string;
  readonly isEdited: boolean;
}

export interface ChangeMemoryRequest {
  /** All agents when absent. */
  readonly agent?: string;
  /** `refresh` makes the notes anew from the runs, `write` puts another text in the place of one agent's file. */
  readonly action: 'refresh' | 'on' | 'off' | 'write';
  /** With `write`: the file, and what it was when it was read, so that nobody's words are lost. */
  readonly markdown?: string;
  readonly previous?: string;
  /** With `refresh`: `provider/model` that reads the notes together; none is asked when absent. */
  readonly model?: string;
  /** US dollars that the model may cost, 1 when absent. */
  readonly budgetUsd?: number;
}
