/**
 * Notes on an agent as a Markdown file that people and programs share. Front matter says whether the notes are used; what stands
 * between two markers is ours, the rest is the reader's and is never touched. Each of our notes carries a hash of what we wrote:
 * one that was edited has another, and is kept as it is.
 *
 *     ---
 *     agent: shop
 *     enabled: true
 *     ...
 *     ---
 *     <!-- tracewright:begin -->
 *     <!-- note tool-error 5f1c09ab -->
 *     ...
 *     <!-- end note -->
 *     <!-- tracewright:end -->
 */
export interface Note {
  readonly id: string;
  /** Of the text as it was written by us. */
  readonly hash: string;
  readonly text: string;
}

export interface NotesFile {
  readonly agent: string;
  /** Switched off, the notes are kept and not used. */
  readonly isEnabled: boolean;
  /** Further lines of the front matter, in their order. */
  readonly facts: Readonly<Record<string, string>>;
  readonly before: string;
  readonly notes: readonly Note[];
  readonly after: string;
}

/** As CodeTracer's memory. */
export const MAX_NOTES_LENGTH = 50_000;

const BEGIN = '<!-- tracewright:begin -->';
const END = '<!-- tracewright:end -->';
const NOTE = /<!-- note (\S+) ([0-9a-f]{8}) -->\n([\s\S]*?)\n?<!-- end note -->/g;

export function createNotes(agent: string): NotesFile {
  return {
    agent,
    isEnabled: true,
    facts: {},
    before: `\n# Notes on ${agent.replaceAll(/\s+/g, ' ')}\n\nMade by Tracewright from this agent's runs. Write what you like above or below the markers, and edit the notes between them: both are kept.\n\n`,
    notes: [],
    after: '\n',
  };
}

/** Whether somebody changed it. */
export function isEdited({ hash, text }: Note): boolean {
  return hashText(text) !== hash;
}

export function writeNote(id: string, text: string): Note {
  // A marker inside would end the note.
  const safe = text.replaceAll('<!--', '<!- -').trim();
  return { id: id.replaceAll(/[^\w.-]+/g, '-'), hash: hashText(safe), text: safe };
}

export function renderNotes({ agent, isEnabled, facts, before, notes, after }: NotesFile): string {
  const head = Object.entries({ agent, enabled: String(isEnabled), ...facts }).map(
    ([name, value]) => `${name}: ${value.replaceAll(/\s+/g, ' ')}`,
  );
  const block = notes.map(
    ({ id, hash, text }) => `<!-- note ${id} ${hash} -->\n${text}\n<!-- end note -->\n`,
  );
  return `---\n${head.join('\n')}\n---\n${before}${BEGIN}\n${block.join('\n')}${END}${after}`;
}

/** Whatever stands in the file: without front matter the notes are on, without markers all of it is the reader's. */
export function parseNotes(file: string, agent: string): NotesFile {
  const text = file.replaceAll('\r\n', '\n');
  const [whole = '', head = ''] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
  const entries = head.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  const { agent: named = agent, enabled = 'true', ...facts } = Object.fromEntries(entries);
  const body = text.slice(whole.length);
  const from = body.indexOf(BEGIN);
  const to = from === -1 ? -1 : body.indexOf(END, from);
  const isMarked = to !== -1;
  return {
    agent: named,
    isEnabled: !/^(?:false|no|off)$/i.test(enabled.trim()),
    facts,
    before: isMarked ? body.slice(0, from) : `${body}\n`,
    notes: isMarked
      ? [...body.slice(from, to).matchAll(NOTE)].map(([, id = '', hash = '', own = '']) => ({
          id,
          hash,
          text: own,
        }))
      : [],
    after: isMarked ? body.slice(to + END.length) : '\n',
  };
}

/**
 * The file with new notes: edited ones stay in their places, the others give way. What would make the file too long is left
 * out from the end; edited notes are not.
 */
export function updateNotes(
  file: NotesFile,
  notes: readonly Note[],
  facts: Readonly<Record<string, string>>,
): NotesFile {
  const edited = new Map(file.notes.filter(isEdited).map((note) => [note.id, note]));
  const known = new Set(notes.map(({ id }) => id));
  const kept = [...edited.values()].filter(({ id }) => !known.has(id));
  let length = file.before.length + file.after.length;
  const merged = [...kept, ...notes.map((note) => edited.get(note.id) ?? note)].filter((note) => {
    length += note.text.length;
    return edited.has(note.id) || length <= MAX_NOTES_LENGTH;
  });
  return { ...file, facts: { ...file.facts, ...facts }, notes: merged };
}

/**
 * What a model is given of the notes: their text, without lines that name the run it is asked about, whose outcome they would
 * tell. Undefined when they are switched off or empty.
 */
export function toContext({ isEnabled, before, notes, after }: NotesFile, runId: string): string | undefined {
  if (!isEnabled) return undefined;
  const text = [before, ...notes.map((note) => note.text), after]
    .join('\n')
    .split('\n')
    .filter((line) => !line.includes(runId))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return text === '' ? undefined : text.slice(-MAX_NOTES_LENGTH);
}

/** FNV-1a, 32 bits: tells an edit from none; nobody is kept from forging it. */
function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text.trim())
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
