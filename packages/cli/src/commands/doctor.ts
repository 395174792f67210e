import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { escapeLine } from '../text/escape.ts';
import { createStyle } from '../text/style.ts';
import {
  checkDisk,
  checkModel,
  checkNode,
  checkStore,
  checkWeb,
  type Check,
  describeLimits,
} from '../doctor/checks.ts';
import { readVersion } from '../version.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson, db } = context;
  const checks: Check[] = [
    checkNode(process.version),
    await checkStore(db, io.signal, io.env['TRACEWRIGHT_KEY']),
    await checkDisk(db),
    await checkWeb(),
    await checkModel(io.env),
  ];
  const limits = await describeLimits();
  const failed = checks.some(({ status }) => status === 'failed');
  if (isJson)
    await writeJson(io, {
      version: readVersion(),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      db,
      checks,
      limits,
    });
  else {
    const style = createStyle(io.hasColor);
    const mark = { ok: style.green('ok    '), warning: style.yellow('warn  '), failed: style.red('FAILED') };
    await io.write(
      `Tracewright ${readVersion()}, Node ${process.version}, ${process.platform} ${process.arch}\n\n`,
    );
    for (const { name, status, message, fix } of checks) {
      await io.write(
        `${mark[status]}  ${name.padEnd(6)}  ${escapeLine(message)}\n${fix === '' ? '' : `        fix: ${escapeLine(fix)}\n`}`,
      );
    }
    await io.write(
      `\nLimits\n${limits.map(({ name, value }) => `  ${name.padEnd(34)} ${value}`).join('\n')}\n`,
    );
  }
  return failed ? 4 : 0;
}
