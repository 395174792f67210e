import { messageText } from './message.ts';
import type { ReplayPlan } from './replay-plan.ts';
import { valueText } from './span-text.ts';

/** Longer texts are cut in Markdown; the JSON has them whole. */
const MAX_TEXT = 2000;

/** A plan to read, or to paste into an agent's chat. */
export function formatReplayPlan({ body, createdAt }: ReplayPlan): string {
  const { onset, checkpoint, messages, calls, files, openTasks, note, limits, warnings } = body;
  const sure = onset.confidence === null ? '' : `, confidence ${onset.confidence.toFixed(2)}`;
  return [
    `# Replay of run ${body.runId}`,
    '',
    ...(body.taskText === null ? [] : [`Task: ${cut(body.taskText)}`, '']),
    `Step ${onset.stepIndex} is not taken again (${onset.source === 'given' ? 'chosen by hand' : `diagnosed${sure}`}). ` +
      (checkpoint.stepIndex === null
        ? 'The run starts anew.'
        : `Go on after step ${checkpoint.stepIndex}, for at most ${limits.maxSteps} steps.`),
    '',
    ...(warnings.length === 0 ? [] : ['## Mind', '', ...warnings.map((warning) => `- ${warning}`), '']),
    '## Tell the agent',
    '',
    note.text,
    '',
    ...(calls.length === 0
      ? []
      : [
          '## Calls up to the checkpoint',
          '',
          ...calls.map(
            ({ stepIndex, tool, kind, arguments: value }) =>
              `${stepIndex}. ${kind === 'execute' ? '**run again**' : 'from the trace'}: \`${tool}\` ${inline(valueText(value))}`,
          ),
          '',
        ]),
    ...files.flatMap(({ path, content, isDeleted, edits, stepIndex }) => [
      `## File ${path}`,
      '',
      isDeleted
        ? `Removed at step ${stepIndex}.`
        : content === null
          ? edits.map(({ before, after }) => fence(`- ${before}\n+ ${after}`)).join('\n')
          : fence(content),
      '',
    ]),
    ...(openTasks.length === 0
      ? []
      : ['## Still open', '', ...openTasks.map(({ text, status }) => `- ${text} (${status})`), '']),
    '## Conversation up to the checkpoint',
    '',
    ...messages.flatMap((message) => [`**${message.role}**: ${cut(describe(message))}`, '']),
    `Made ${createdAt}.`,
    '',
  ].join('\n');
}

function describe(message: ReplayPlan['body']['messages'][number]): string {
  const calls = message.parts.flatMap((part) => {
    if (part.type === 'tool_call') return [`calls \`${part.name}\` ${inline(valueText(part.arguments))}`];
    return part.type === 'tool_call_response' ? [valueText(part.response)] : [];
  });
  return [messageText(message), ...calls].filter((text) => text !== '').join('\n');
}

function inline(text: string): string {
  return `\`${cut(text).replaceAll('`', '´').replace(/\s+/g, ' ')}\``;
}

function fence(text: string): string {
  const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${ticks}\n${cut(text)}\n${ticks}`;
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
}
