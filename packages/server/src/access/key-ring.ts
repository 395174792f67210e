/** The keys as a running server knows them: the file is looked at again within a second of a change, so revoking needs no restart. */
import { statSync } from 'node:fs';
import { readKeyFile, readLastUsed, writeLastUsed } from './key-file.ts';
import type { KeyRecord } from './key.ts';

const CHECK_EVERY_MS = 1000;
const WRITE_USED_EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface KeyRing {
  /** @throws TraceError `store-failed` while the file cannot be read */
  keys(): readonly KeyRecord[];
  /** Notes that a key was used. */
  touch(id: string): void;
  /** Writes down which keys were used. */
  close(): Promise<void>;
}

/** Of a store in memory, which has no folder to keep them in. */
export const NO_KEYS: KeyRing = { keys: () => [], touch: () => undefined, close: async () => undefined };

export interface KeyRingOptions {
  readonly path: string;
  readonly now?: () => number;
  readonly onError?: (error: unknown) => void;
}

export function openKeyRing({ path, now = Date.now, onError = () => undefined }: KeyRingOptions): KeyRing {
  let checkedMs = -Infinity;
  let version: string | undefined;
  let known: readonly KeyRecord[] = [];
  const used = new Map<string, string>();
  let isDirty = false;
  let writtenMs = now();
  let writing: Promise<void> = Promise.resolve();

  const write = (): Promise<void> => {
    if (!isDirty) return writing;
    isDirty = false;
    writtenMs = now();
    writing = writing
      .then(async () => writeLastUsed(path, new Map([...(await readLastUsed(path)), ...used])))
      .catch(onError);
    return writing;
  };

  return {
    keys() {
      const time = now();
      if (time - checkedMs < CHECK_EVERY_MS && time >= checkedMs) return known;
      const found = versionOf(path);
      if (found !== version) {
        known = readKeyFile(path);
        version = found;
      }
      checkedMs = time;
      return known;
    },
    touch(id) {
      const hour = new Date(Math.floor(now() / HOUR_MS) * HOUR_MS).toISOString();
      if (used.get(id) !== hour) {
        used.set(id, hour);
        isDirty = true;
      }
      if (now() - writtenMs >= WRITE_USED_EVERY_MS) void write();
    },
    close: write,
  };
}

/** The file is replaced as a whole, so that a change shows in its number, time or size. */
function versionOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'absent' : `${found.ino} ${found.mtimeNs} ${found.size}`;
}
