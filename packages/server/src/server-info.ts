/**
 * A note beside the store that says which server has it open, so that the command line can ask that server instead of
 * failing on the lock. It is a hint: whoever reads it asks /healthz before believing it.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';

export interface ServerInfo {
  readonly url: string;
  readonly pid: number;
}

/** Of every address of the machine, the one that a program on it uses. */
export function toLocalUrl(host: string, port: number): string {
  const named = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${named.includes(':') ? `[${named}]` : named}:${port}`;
}

function infoPath(storePath: string): string {
  return `${storePath}.server.json`;
}

export async function writeServerInfo(storePath: string, info: ServerInfo): Promise<void> {
  await writeFile(infoPath(storePath), `${JSON.stringify(info)}\n`, { mode: 0o600 });
}

/** Undefined when there is no note or it is not readable as one. */
export async function readServerInfo(storePath: string): Promise<ServerInfo | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(infoPath(storePath), 'utf8'));
    if (typeof value !== 'object' || value === null || !('url' in value) || !('pid' in value))
      return undefined;
    const { url, pid } = value;
    return typeof url === 'string' && typeof pid === 'number' ? { url, pid } : undefined;
  } catch {
    return undefined;
  }
}

export async function removeServerInfo(storePath: string): Promise<void> {
  await rm(infoPath(storePath), { force: true });
}
