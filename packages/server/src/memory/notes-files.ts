/** Notes on agents as files beside the store, `memory/AGENT.md`; a store in memory keeps them in memory. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type NotesFile, parseNotes, renderNotes } from '@tracewright/analysis';

export interface NotesFiles {
  /** By agent. */
  list(): Promise<readonly NotesFile[]>;
  find(agent: string): Promise<NotesFile | undefined>;
  write(notes: NotesFile): Promise<void>;
  /** Undefined in memory. */
  path(agent: string): string | undefined;
}

export function createNotesFiles(folder: string): NotesFiles {
  const path = (agent: string): string => join(folder, `${toFileName(agent)}.md`);
  const read = async (file: string, agent: string): Promise<NotesFile | undefined> => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : parseNotes(text, agent);
  };
  return {
    async list() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.md')).toSorted();
      const files = await Promise.all(names.map((name) => read(join(folder, name), name.slice(0, -3))));
      return files.filter((file) => file !== undefined);
    },
    async find(agent) {
      const notes = await read(path(agent), agent);
      // Whose they are is told by the file's name: another name inside would send what is written next to another file.
      return notes === undefined ? undefined : { ...notes, agent };
    },
    async write(notes) {
      await mkdir(folder, { recursive: true });
      const draft = `${path(notes.agent)}.${randomUUID()}.tmp`;
      await writeFile(draft, renderNotes(notes));
      await rename(draft, path(notes.agent));
    },
    path,
  };
}

export function createNotesMemory(): NotesFiles {
  const kept = new Map<string, NotesFile>();
  return {
    list: async () => [...kept.values()],
    find: async (agent) => kept.get(agent),
    write: async (notes) => void kept.set(notes.agent, notes),
    path: () => undefined,
  };
}

/** The agent's name where it is a plain file name, else one that reads like it, told apart by a hash. */
function toFileName(agent: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,60}$/.test(agent)) return agent;
  const hash = createHash('sha256').update(agent).digest('hex').slice(0, 8);
  return `${agent
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+/, '')
    .slice(0, 60)}-${hash}`;
}
