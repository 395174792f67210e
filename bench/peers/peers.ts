/** Peers that keep spans, each where it is installed below this folder: `npm ci` in bench/peers/NAME. None by default. */
import type { Target } from '../ingest.ts';

export interface Peer {
  readonly name: string;
  /** @param folder where it may keep its data */
  start(folder: string): Promise<Target>;
}

export function findPeers(): readonly Peer[] {
  return [];
}
