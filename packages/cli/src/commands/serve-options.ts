/** The options of `serve` as the server takes them. */
import { type RetentionPolicy, TraceError } from '@tracewright/core';
import { mergePrices, readPriceTable } from '@tracewright/importers';
import {
  createModelAccess,
  DEFAULT_GRPC_PORT,
  DEFAULT_PORT,
  type Durability,
  DURABILITIES,
  parseSize,
  type ServerOptions,
} from '@tracewright/server';
import type { CommandContext } from '../command-context.ts';
import { readMasker } from './masking-options.ts';
import { readPrices } from './price-options.ts';

/** @throws TraceError `usage-invalid` */
export async function readServeOptions(
  context: CommandContext,
): Promise<Omit<ServerOptions, 'store' | 'onError'>> {
  const port = parsePort('port', context.text('port')) ?? DEFAULT_PORT;
  const grpcPort = parsePort('grpc-port', context.text('grpc-port'));
  const own = await readPrices(context);
  const prices = own === undefined ? undefined : mergePrices(readPriceTable(own));
  return {
    port,
    host: context.text('host') ?? '127.0.0.1',
    // Whoever that takes any free port takes any for gRPC, too.
    grpcPort: context.flag('no-grpc') ? undefined : (grpcPort ?? (port === 0 ? 0 : DEFAULT_GRPC_PORT)),
    // A collector of this machine may have the port that nobody asked for.
    isGrpcOptional: grpcPort === undefined,
    durability: parseDurability(context.text('durability')),
    masker: await readMasker(context),
    prices,
    models: createModelAccess(context.io.env, prices),
    maxExportBytes: parseBytes('max-export', context.text('max-export')),
    queueBytes: parseBytes('queue', context.text('queue')),
    ...readLimits(context),
    requireKey: context.flag('require-key'),
    retention: readRetention(context),
    rateLimits: readRateLimits(context),
  };
}

/** Of live spans. */
function readLimits(context: CommandContext): Pick<ServerOptions, 'maxSpansPerRun' | 'spanLimits'> {
  const maxSpansPerRun = parseCount('max-trace-spans', context.text('max-trace-spans'));
  const spanCharacters = parseBytes('max-span', context.text('max-span'));
  return {
    ...(maxSpansPerRun === undefined ? {} : { maxSpansPerRun }),
    ...(spanCharacters === undefined ? {} : { spanLimits: { spanCharacters } }),
  };
}

function parseCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw wrong(option, `"${text}" is not a whole number above 0`, `--${option} 1000000`);
}

function readRateLimits(context: CommandContext): NonNullable<ServerOptions['rateLimits']> {
  const requestsPerSecond = parseRate(context.text('rate-requests'));
  const bytesPerSecond = parseBytes('rate-bytes', context.text('rate-bytes'));
  return {
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
  };
}

function parseRate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (text.trim() !== '' && Number.isFinite(rate) && rate > 0) return rate;
  throw wrong('rate-requests', `"${text}" is not a number above 0`, '--rate-requests 500');
}

function readRetention(context: CommandContext): RetentionPolicy {
  const days = context.text('retain-days');
  const maxAgeDays = days === undefined ? undefined : Number(days);
  if (maxAgeDays !== undefined && !(maxAgeDays > 0))
    throw wrong('retain-days', `"${days}" is no number of days`, '--retain-days 90');
  const maxBytes = parseBytes('retain-size', context.text('retain-size'));
  return {
    ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}

function parseDurability(text: string | undefined): Durability {
  const found = DURABILITIES.find((known) => known === (text ?? 'disk'));
  if (found !== undefined) return found;
  throw wrong('durability', `"${text ?? ''}" is not known`, DURABILITIES.join(' or '));
}

function parseBytes(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const bytes = parseSize(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw wrong(option, `"${text}" is not a size`, `--${option} 64MiB`);
}

function parsePort(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw wrong(
    option,
    `"${text}" is not a port: one is a whole number from 0 to 65535`,
    'tracewright help serve',
  );
}

function wrong(option: string, message: string, fix: string): TraceError {
  return new TraceError('usage-invalid', { where: `--${option}`, message, fix });
}
