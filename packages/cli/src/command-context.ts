import type { Io } from './io.ts';

/** What a command is given: its arguments, checked against its table entry. */
export interface CommandContext {
  readonly io: Io;
  readonly positionals: readonly string[];
  /** Undefined when not given. */
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
  readonly isJson: boolean;
  /** Absolute path of the store: of the default project, where there are more. */
  readonly db: string;
  /** As given; undefined for the default one. */
  readonly project: string | undefined;
}
