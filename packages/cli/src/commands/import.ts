import { type ImportPathsRequest, isJsonObject, type JsonObject, TraceError } from '@tracewright/core';
import { readAdapter } from '@tracewright/importers';
import { openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../io.ts';
import { assertPathsExist } from '../logs/assert-paths-exist.ts';
import { readJsonFile } from '../read-json-file.ts';
import { readBudget } from './opinion-options.ts';
import { readPrices } from './price-options.ts';
import { readMasking } from './masking-options.ts';
import { findLocalLogs, type LocalLogs } from '../logs/local-logs.ts';
import { escapeLine } from '../text/escape.ts';
import { formatBytes, plural } from '../text/quantities.ts';
import { formatTable } from '../text/table.ts';
import { followPaths } from './import-follow.ts';
import { describeReport, importOnce, isFailedImport, tellFailure } from './import-once.ts';

export async function run(context: CommandContext): Promise<number> {
  const { io, isJson } = context;
  const format = context.text('format');
  const paths = context.flag('local') ? await chooseLocal(context) : context.positionals;
  if (paths === undefined) return 0;
  if (paths.length === 0)
    throw new TraceError('usage-invalid', {
      message: 'import takes at least one PATH, or --local',
      fix: 'tracewright help import',
    });
  await assertPathsExist(paths, io.cwd);
  const masking = await readMasking(context);
  const prices = await readPrices(context);
  const adapter = await readAdapterOption(context);
  const withModel = readModelOptions(context);
  const request = {
    paths,
    cwd: io.cwd,
    ...(format === undefined ? {} : { format }),
    ...(masking === undefined ? {} : { masking }),
    ...(prices === undefined ? {} : { prices }),
    ...(context.flag('induce') ? { induce: true } : {}),
    ...(withModel === undefined ? {} : { withModel }),
    ...(adapter === undefined ? {} : { adapter }),
  };
  await using backend = await openBackend(context, 'write');
  if (context.flag('follow')) {
    await followPaths(backend, request, io, (report) =>
      isJson ? writeJson(io, report) : io.write(describeReport(report)),
    );
    return 0;
  }
  const report = await importOnce(backend, request, io);
  await (isJson ? writeJson(io, report) : io.write(describeReport(report)));
  if (!isFailedImport(report)) return 0;
  if (isJson) tellFailure(report, io, isJson);
  return 1;
}

/** @throws TraceError `usage-invalid`, `request-invalid` with the member that is wrong */
async function readAdapterOption(context: CommandContext): Promise<JsonObject | undefined> {
  const path = context.text('adapter');
  if (path === undefined) return undefined;
  if (context.text('format') !== undefined || context.flag('induce'))
    throw new TraceError('usage-invalid', {
      where: '--adapter',
      message: '--adapter names the format itself: it goes with neither --format nor --induce',
      fix: 'leave the other one out',
    });
  const value = await readJsonFile(context, path);
  readAdapter(value, path);
  if (isJsonObject(value)) return value;
  throw new TraceError('usage-invalid', {
    where: path,
    message: 'the adapter is no JSON object',
    fix: 'see docs/induction.md',
  });
}

/** @throws TraceError `usage-invalid` */
function readModelOptions(context: CommandContext): ImportPathsRequest['withModel'] {
  const [model, budget] = [context.text('model'), context.text('budget')];
  if (!context.flag('with-model')) {
    if (model === undefined && budget === undefined) return undefined;
    throw new TraceError('usage-invalid', {
      message: '--model and --budget say how to ask a model, and none is asked',
      fix: 'add --induce --with-model',
    });
  }
  if (!context.flag('induce'))
    throw new TraceError('usage-invalid', {
      where: '--with-model',
      message: 'a model improves what is induced, and nothing is to be induced',
      fix: 'add --induce',
    });
  const budgetUsd = readBudget(budget);
  return {
    ...(model === undefined ? {} : { model }),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
  };
}

/** The folders of agent tools on this machine, when there are any and they may be read; undefined when not. */
async function chooseLocal({
  io,
  positionals,
  flag,
  isJson,
}: CommandContext): Promise<readonly string[] | undefined> {
  if (positionals.length > 0)
    throw new TraceError('usage-invalid', {
      message: '--local looks in known places and takes no PATH',
      fix: 'tracewright help import',
    });
  const found = await findLocalLogs(io.env);
  if (found.length === 0) {
    throw new TraceError('file-unreadable', {
      message: 'no agent tool has left logs in the places known',
      fix: 'name the folder yourself: tracewright import PATH',
    });
  }
  if (!isJson) io.writeError(`${describeLocal(found)}\n`);
  const paths = found.map(({ folder }) => folder);
  if (flag('yes')) return paths;
  if (isJson) {
    await writeJson(io, found);
    return undefined;
  }
  if (
    await io.confirm(
      `Import ${plural(
        found.reduce((sum, { files }) => sum + files, 0),
        'file',
      )}?`,
    )
  )
    return paths;
  io.writeError(
    'Nothing was imported. Import with --yes, or name the folders you want: tracewright import PATH\n',
  );
  return undefined;
}

function describeLocal(found: readonly LocalLogs[]): string {
  const rows = found.map(({ tool, files, sizeBytes, folder }) => [
    tool,
    String(files),
    formatBytes(sizeBytes),
    escapeLine(folder),
  ]);
  return formatTable(
    [
      { title: 'TOOL' },
      { title: 'FILES', align: 'right' },
      { title: 'SIZE', align: 'right' },
      { title: 'FOLDER' },
    ],
    rows,
    200,
  ).join('\n');
}
