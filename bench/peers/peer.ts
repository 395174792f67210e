import type { Target } from '../ingest/target.ts';

export interface Peer {
  readonly name: string;
  /** Folder below bench/peers where it is installed. */
  readonly folder: string;
  /** @param data where it may keep its data; started again on the same folder, it should find what it kept */
  start(data: string): Promise<Target>;
}
