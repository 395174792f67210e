import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatReplayPlan, TraceError } from '@tracewright/core';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { escapeText } from '../text/escape.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io, positionals, isJson } = context;
  const [runId = ''] = positionals;
  const step = readNumber(context, 'step', 0);
  const maxSteps = readNumber(context, 'max-steps', 1);
  const format = context.text('format') ?? (isJson ? 'json' : 'markdown');
  if (format !== 'json' && format !== 'markdown')
    throw new TraceError('usage-invalid', {
      where: '--format',
      message: `"${format.slice(0, 40)}" is neither json nor markdown`,
      fix: 'tracewright help replay',
    });
  await using backend = await openBackend(context, 'read');
  const plan = await backend.getReplayPlan(runId, {
    ...(step === undefined ? {} : { step }),
    ...(maxSteps === undefined ? {} : { maxSteps }),
  });
  const output = context.text('output');
  if (output !== undefined) {
    const path = resolve(io.cwd, output);
    const text = format === 'json' ? `${JSON.stringify(plan, undefined, 2)}\n` : formatReplayPlan(plan);
    try {
      await writeFile(path, text);
    } catch (cause) {
      throw new TraceError('usage-invalid', {
        where: output,
        message: `the plan cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
        fix: 'give another file: --output FILE',
        cause,
      });
    }
    io.writeError(`wrote ${output}\n`);
  } else if (format === 'json') await writeJson(io, plan);
  else await io.write(escapeText(formatReplayPlan(plan)));
  return 0;
}

function readNumber(context: CommandContext, option: string, least: number): number | undefined {
  const text = context.text(option);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least) return value;
  throw new TraceError('usage-invalid', {
    where: `--${option}`,
    message: `"${text.slice(0, 40)}" is not a whole number from ${least}`,
    fix: 'tracewright help replay',
  });
}
