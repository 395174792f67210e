/** Peers that keep spans, each where it is installed: `npm ci` in bench/peers/NAME (README.md there). None by default. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GENKIT } from './genkit/genkit.ts';
import { MASTRA_PEERS } from './mastra/mastra.ts';
import type { Peer } from './peer.ts';
import { TRACELET_PEERS } from './tracelet/tracelet.ts';

const PEERS: readonly Peer[] = [...TRACELET_PEERS, GENKIT, ...MASTRA_PEERS];

export function findPeers(): readonly Peer[] {
  return PEERS.filter(({ folder }) => existsSync(join(import.meta.dirname, folder, 'node_modules')));
}
