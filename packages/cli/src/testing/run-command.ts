import type { Io } from '../io.ts';
import { main } from '../main.ts';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process, for tests: no terminal, no colour, 200 columns, no answer but no, unless they say otherwise. */
export async function runCommand(
  args: readonly string[],
  io: Pick<Io, 'cwd'> & Partial<Io>,
): Promise<CommandResult> {
  const written: string[] = [];
  const errors: string[] = [];
  const code = await main(args, {
    env: {},
    isTerminal: false,
    columns: 200,
    hasColor: false,
    showsProgress: false,
    write: async (text) => void written.push(text),
    writeError: (text) => void errors.push(text),
    confirm: async () => false,
    signal: new AbortController().signal,
    ...io,
  });
  return { code, out: written.join(''), err: errors.join('') };
}
