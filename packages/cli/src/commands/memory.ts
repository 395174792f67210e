import { type AgentNotesJson, type ChangeMemoryRequest, TraceError } from '@tracewright/core';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { escapeLine, escapeText } from '../text/escape.ts';
import { plural } from '../text/quantities.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson, positionals } = context;
  const [agent] = positionals;
  const change = readChange(context, agent);
  await using backend = await openBackend(context, change === undefined ? 'read' : 'write');
  const notes = change === undefined ? await backend.getMemory(agent) : await backend.changeMemory(change);
  if (isJson) {
    await writeJson(io, notes);
    return 0;
  }
  if (context.flag('edit')) await io.write(notes.map(({ path }) => `${escapeLine(path ?? '')}\n`).join(''));
  else if (agent !== undefined && change === undefined)
    await io.write(notes.map(({ markdown }) => escapeText(markdown)).join('\n'));
  else if (notes.length === 0) await io.write('No notes yet. Make them: tracewright memory --refresh\n');
  else await io.write(notes.map(describeNotes).join(''));
  return 0;
}

function describeNotes({ agent, isEnabled, notes, edited, path }: AgentNotesJson): string {
  const state = isEnabled ? 'on ' : 'off';
  return `${state}  ${escapeLine(agent)}: ${plural(notes, 'note')}${edited === 0 ? '' : `, ${edited} edited`}  ${escapeLine(path ?? '')}\n`;
}

/** @throws TraceError `usage-invalid` when several things are to be done at once */
function readChange(context: CommandContext, agent: string | undefined): ChangeMemoryRequest | undefined {
  const wanted = (['refresh', 'on', 'off'] as const).filter((action) => context.flag(action));
  const [action, second] = wanted;
  const model = context.text('model');
  if (second !== undefined || (context.flag('edit') && action !== undefined))
    throw new TraceError('usage-invalid', {
      message: 'only one of --refresh, --on, --off and --edit can be done at a time',
      fix: 'tracewright help memory',
    });
  if (model !== undefined && action !== 'refresh')
    throw new TraceError('usage-invalid', {
      message: '--model says who reads the notes together when they are made anew',
      fix: 'add --refresh',
    });
  if (action === undefined) return undefined;
  return { action, ...(agent === undefined ? {} : { agent }), ...(model === undefined ? {} : { model }) };
}
