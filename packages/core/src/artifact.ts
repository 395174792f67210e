import type { RunId } from './ids.ts';
import type { JsonObject } from './json.ts';

/**
 * What was learnt, as a readable, versioned file: an import adapter, a ranking of onsets, notes on an agent. It can be
 * compared, reviewed, edited and kept in version control; nothing learnt exists elsewhere.
 */
export interface Artifact<Kind extends string = string, Body = unknown> {
  /** What it is: `import-adapter`, `onset-ranking`, ... */
  readonly kind: Kind;
  /** Version of the shape of `body`, counted from 1 for each kind. */
  readonly schemaVersion: number;
  /** Kebab-case; tells artifacts of one kind apart. */
  readonly name: string;
  /** Counted from 1; raised by every change of `body`. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Of every random draw that made it; null where nothing was drawn. */
  readonly seed: number | null;
  /** How well it does, on what, beside which baseline. */
  readonly metrics: JsonObject;
  /** What it was learnt from. */
  readonly sources: {
    readonly description: string;
    readonly runIds?: readonly RunId[];
    /** SHA-256, hexadecimal, of the material in its order. */
    readonly hash?: string;
    /** SHA-256, hexadecimal, of the body as it was written: what has another one was edited since. */
    readonly bodyHash?: string;
  };
  readonly body: Body;
}
