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
  readonly markdown: string;
}

export interface ChangeMemoryRequest {
  /** All agents when absent. */
  readonly agent?: string;
  /** `refresh` makes the notes anew from the runs. */
  readonly action: 'refresh' | 'on' | 'off';
  /** With `refresh`: `provider/model` that reads the notes together; none is asked when absent. */
  readonly model?: string;
  /** US dollars that the model may cost, 1 when absent. */
  readonly budgetUsd?: number;
}
