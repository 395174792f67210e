import type { ReadCall } from './read-record.ts';

/** Adds calls to those of a turn. One that was only announced, by a record of a kind without arguments, gives way to the call itself. */
export function addCalls(calls: ReadCall[], added: readonly ReadCall[]): void {
  for (const call of added) {
    const at = call.isBare
      ? -1
      : calls.findIndex(({ isBare, tool, result }) => isBare && tool === call.tool && result === undefined);
    if (at !== -1) calls.splice(at, 1);
    calls.push(call);
  }
}
