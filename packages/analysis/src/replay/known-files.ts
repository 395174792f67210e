/**
 * What a trace shows of the files that an agent changed: whole contents that it wrote, edits on top of them, files removed.
 * Read from the arguments of editors (`Write`, `Edit`, `str_replace_editor`), patches, and here-documents of shells. Commands
 * whose effect on files cannot be seen leave no entry.
 */
import { isJsonObject, type JsonObject, type KnownFile } from '@tracewright/core';
import { readCommandText } from '../steps/command-text.ts';
import type { LocatedStep } from '../steps/locate-steps.ts';

type Change =
  | { readonly kind: 'write'; readonly path: string; readonly content: string }
  | { readonly kind: 'edit'; readonly path: string; readonly before: string; readonly after: string }
  | { readonly kind: 'delete'; readonly path: string };

/** Its list of edits grows in place: an agent may edit one file many thousand times. */
type FollowedFile = Omit<KnownFile, 'edits'> & { readonly edits: KnownFile['edits'][number][] };

/** By path, in the order of first change. Linear in the steps and what they write. */
export function followFiles(steps: readonly LocatedStep[]): KnownFile[] {
  const files = new Map<string, FollowedFile>();
  for (const { step } of steps) {
    if (step.kind !== 'change' || step.observation?.status === 'error') continue;
    const { arguments: value } = step.action;
    const changes = [
      ...(isJsonObject(value) ? readEditor(value) : []),
      ...readPatch(readCommandText(value ?? null) ?? ''),
      ...readHereDocuments(readCommandText(value ?? null) ?? ''),
    ];
    for (const change of changes) files.set(change.path, apply(files.get(change.path), change, step.index));
  }
  return [...files.values()];
}

function apply(file: FollowedFile | undefined, change: Change, stepIndex: number): FollowedFile {
  const { path } = change;
  switch (change.kind) {
    case 'write':
      return { path, stepIndex, content: change.content, isDeleted: false, edits: [] };
    case 'delete':
      return { path, stepIndex, content: null, isDeleted: true, edits: [] };
    case 'edit': {
      const { before, after } = change;
      const content = file?.content ?? null;
      const at = content === null || before === '' ? -1 : content.indexOf(before);
      if (content !== null && at !== -1 && content.lastIndexOf(before) === at) {
        const changed = content.slice(0, at) + after + content.slice(at + before.length);
        return { path, stepIndex, content: changed, isDeleted: false, edits: [] };
      }
      const edits = file?.edits ?? [];
      edits.push({ stepIndex, before, after });
      return { path, stepIndex, content: null, isDeleted: false, edits };
    }
  }
}

const PATH_KEYS = ['file_path', 'path', 'filename', 'target_file', 'file'];
const CONTENT_KEYS = ['content', 'file_text', 'contents', 'text'];
const BEFORE_KEYS = ['old_string', 'old_str', 'search', 'find'];
const AFTER_KEYS = ['new_string', 'new_str', 'replace', 'replacement'];

function readEditor(value: JsonObject): Change[] {
  const path = findText(value, PATH_KEYS);
  if (path === undefined) return [];
  const edits = Array.isArray(value['edits']) ? value['edits'].filter((edit) => isJsonObject(edit)) : [value];
  const changes = edits.flatMap((edit): Change[] => {
    const before = findText(edit, BEFORE_KEYS);
    const after = findText(edit, AFTER_KEYS);
    return before === undefined || after === undefined ? [] : [{ kind: 'edit', path, before, after }];
  });
  if (changes.length > 0) return changes;
  const content = findText(value, CONTENT_KEYS);
  return content === undefined || value['command'] === 'insert' ? [] : [{ kind: 'write', path, content }];
}

function findText(value: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = Object.hasOwn(value, key) ? value[key] : undefined;
    if (typeof text === 'string') return text;
  }
  return undefined;
}

/** `*** Add File: path` with its lines after `+`; `*** Delete File: path`; hunks of `*** Update File: path`. */
function readPatch(text: string): Change[] {
  if (!text.includes('*** Begin Patch')) return [];
  return [...text.matchAll(/^\*\*\* (Add|Update|Delete) File: (.+)\n((?:(?!\*\*\* ).*\n?)*)/gm)].flatMap(
    ([, verb, path = '', body = '']): Change[] => {
      if (verb === 'Delete') return [{ kind: 'delete', path }];
      if (verb === 'Add') return [{ kind: 'write', path, content: takeLines(body, '+', false) }];
      return body
        .split(/^@@.*\n/m)
        .filter((hunk) => hunk.trim() !== '')
        .map((hunk) => ({
          kind: 'edit',
          path,
          before: takeLines(hunk, '-', true),
          after: takeLines(hunk, '+', true),
        }));
    },
  );
}

function takeLines(hunk: string, mark: string, withContext: boolean): string {
  return hunk
    .split('\n')
    .filter((line) => line.startsWith(mark) || (withContext && line.startsWith(' ')))
    .map((line) => `${line.slice(1)}\n`)
    .join('');
}

const HERE_DOCUMENT =
  /\bcat\s*(?:>\s*(?<to>[\w./~-]+)\s*<<-?\s*(?<q1>['"]?)(?<end>\w+)\k<q1>|<<-?\s*(?<q2>['"]?)(?<last>\w+)\k<q2>\s*>\s*(?<into>[\w./~-]+))[^\n]*\n/g;

/** `cat > path <<'EOF'` up to the line that ends it; one that never ends takes the rest, and tells nothing. */
function readHereDocuments(text: string): Change[] {
  const changes: Change[] = [];
  const pattern = new RegExp(HERE_DOCUMENT);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { to, into, end, last } = match.groups ?? {};
    const path = to ?? into;
    const from = pattern.lastIndex;
    const closing = new RegExp(`^[ \\t]*${end ?? last}[ \\t\\r]*$`, 'gm');
    closing.lastIndex = from;
    const closed = closing.exec(text);
    if (path === undefined || closed === null) break;
    changes.push({ kind: 'write', path, content: text.slice(from, closed.index) });
    pattern.lastIndex = closing.lastIndex;
  }
  return changes;
}
