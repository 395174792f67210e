import { userInfo } from 'node:os';
import { type AnnotateRequest, type FindingJson, isAnnotation, TraceError } from '@tracewright/core';
import { type Backend, openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { escapeLine } from '../text/escape.ts';

const OUTCOMES = { pass: 'success', success: 'success', fail: 'failure', failure: 'failure' } as const;
/** What a statement is; each excludes the others. */
const KINDS = ['onset', 'category', 'outcome', 'accept', 'reject'] as const;
type Statement = Omit<AnnotateRequest, 'author'>;

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson, positionals } = context;
  const [id] = positionals;
  const removed = context.text('remove');
  const statement = readStatement(context);
  if (removed !== undefined && statement !== undefined)
    throw usage('--remove', 'takes back one statement and makes none: leave the other options out');
  if (removed === undefined && statement === undefined) return list(context);
  if (id === undefined) throw usage(undefined, 'name the run that is marked');
  await using backend = await openBackend(context, 'change');
  const finding =
    removed !== undefined
      ? await backend.removeAnnotation(id, removed)
      : await backend.annotate(id, {
          kind: 'note',
          ...statement,
          author: context.text('author') ?? readUserName(),
        });
  if (isJson) await writeJson(io, finding);
  else await io.write(`${removed === undefined ? '' : 'Taken back: '}${describeAnnotation(finding)}\n`);
  return 0;
}

/** Undefined when nothing is stated. */
function readStatement(context: CommandContext): Statement | undefined {
  const { text, flag } = context;
  const [note, category, finding, quote] = [text('note'), text('category'), text('finding'), text('quote')];
  const step = readStep(text('step'));
  const chosen = KINDS.filter((kind) => (kind === 'onset' ? flag(kind) : text(kind) !== undefined));
  const [kind] = chosen;
  if (chosen.length > 1)
    throw usage(
      `--${chosen[1]}`,
      `excludes --${kind ?? ''}: one statement a command, with a --note if wanted`,
    );
  const rest = {
    ...(step === undefined ? {} : { step }),
    ...(quote === undefined ? {} : { quote }),
    ...(note === undefined ? {} : { note }),
  };
  switch (kind) {
    case 'onset':
      return { kind, ...rest };
    case 'category':
      return {
        kind,
        ...rest,
        ...(category === undefined ? {} : { category }),
        ...(finding === undefined ? {} : { finding }),
      };
    case 'outcome':
      return { kind, ...rest, status: readOutcome(text('outcome') ?? '') };
    case 'accept':
    case 'reject':
      return { kind, ...rest, finding: text(kind) ?? '' };
    case undefined:
      break;
  }
  if (note !== undefined) return { kind: 'note', ...rest };
  if (step === undefined && quote === undefined && finding === undefined) return undefined;
  throw usage(undefined, 'say what is marked: --onset, --category, --note, --accept, --reject or --outcome');
}

function readStep(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const step = Number(given);
  if (given.trim() !== '' && Number.isInteger(step) && step >= 0) return step;
  throw usage('--step', `"${given.slice(0, 40)}" is no index of a step, a whole number from 0`);
}

function readOutcome(given: string): 'success' | 'failure' | 'unknown' {
  if (given === 'unknown') return given;
  const known = Object.entries(OUTCOMES).find(([name]) => name === given);
  if (known !== undefined) return known[1];
  throw usage('--outcome', `"${given.slice(0, 40)}" is none of pass, fail, unknown`);
}

async function list(context: CommandContext): Promise<number> {
  const { io, isJson, positionals } = context;
  const where = context.text('where');
  if (positionals[0] !== undefined && where !== undefined)
    throw usage('--where', 'chooses runs: leave it out where one is named');
  await using backend = await openBackend(context, 'read');
  const annotations = await readAll(backend, positionals[0], where);
  if (isJson) await writeJson(io, annotations);
  else if (annotations.length === 0) await io.write('Nobody has marked anything.\n');
  else
    for (const annotation of annotations)
      await io.write(
        `${positionals[0] === undefined ? `${annotation.runId} ` : ''}${describeAnnotation(annotation)}\n`,
      );
  return 0;
}

async function readAll(
  backend: Backend,
  id: string | undefined,
  where: string | undefined,
): Promise<readonly FindingJson[]> {
  if (id !== undefined) return (await backend.getRun(id)).findings.filter(isAnnotation);
  const annotations: FindingJson[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Backend['listAnnotations']>> = await backend.listAnnotations({
      ...(where === undefined ? {} : { where }),
      ...(cursor === null ? {} : { cursor }),
    });
    annotations.push(...page.annotations);
    cursor = page.next;
  } while (cursor !== null);
  return annotations;
}

function describeAnnotation({ id, stepIndex, category, message, annotation }: FindingJson): string {
  const place = stepIndex === null ? 'run' : `step ${stepIndex}`;
  const what = annotation?.kind === 'category' ? `category ${category}` : (annotation?.kind ?? '');
  const by = annotation === undefined ? '' : ` by ${annotation.author}, ${annotation.time.slice(0, 16)}`;
  return `${place.padEnd(9)} ${escapeLine(what)}: ${escapeLine(message)} [${id}${escapeLine(by)}]`;
}

function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    throw usage('--author', 'this account has no name');
  }
}

function usage(where: string | undefined, message: string): TraceError {
  return new TraceError('usage-invalid', { where, message, fix: 'tracewright help annotate' });
}
