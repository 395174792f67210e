/**
 * How long each project's runs are kept, from `retention.json` beside the store:
 *
 *     { "version": 1, "every": { "maxAgeDays": 90 }, "projects": { "shop": { "maxBytes": "20GB" } } }
 *
 * A project that is named there has its own policy instead of that of every one. Options of `serve` go before `every`.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type RetentionPolicy, TraceError } from '@tracewright/core';
import { z } from 'zod';

export interface RetentionPolicies {
  readonly every: RetentionPolicy;
  readonly projects: Readonly<Record<string, RetentionPolicy>>;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** `5GB`, `512 MiB`, `1000000`; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit.toUpperCase()];
  return digits === undefined || factor === undefined ? undefined : Math.round(Number(digits) * factor);
}

const sizeSchema = z.union([
  z.number().positive(),
  z.string().transform((text, context) => {
    const bytes = parseSize(text);
    if (bytes !== undefined && bytes > 0) return bytes;
    context.addIssue(`"${text}" is not a size such as 5GB`);
    return z.NEVER;
  }),
]);
const policySchema = z.strictObject({
  maxAgeDays: z.number().positive().exactOptional(),
  maxBytes: sizeSchema.exactOptional(),
});
const fileSchema = z.strictObject({
  version: z.literal(1),
  every: policySchema.exactOptional(),
  projects: z.record(z.string(), policySchema).exactOptional(),
});

export function retentionFilePath(dbPath: string): string {
  return join(dirname(dbPath), 'retention.json');
}

/**
 * @throws TraceError `usage-invalid` for a file that says something else: nothing is deleted by a guess
 */
export async function readRetentionPolicies(path: string): Promise<RetentionPolicies> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { every: {}, projects: {} };
    throw invalid(path, error instanceof Error ? error.message : String(error), error);
  }
  try {
    const { every = {}, projects = {} } = fileSchema.parse(JSON.parse(text));
    return { every, projects };
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const what = issue === undefined ? 'not JSON' : `/${issue.path.join('/')}: ${issue.message}`;
    throw invalid(path, what, error);
  }
}

function invalid(path: string, what: string, cause: unknown): TraceError {
  return new TraceError('usage-invalid', {
    where: path,
    message: `the retention file cannot be used: ${what}`,
    fix: 'see "Retention" in docs/operations.md',
    cause,
  });
}

export function policyOf({ every, projects }: RetentionPolicies, project: string): RetentionPolicy {
  return Object.hasOwn(projects, project) ? (projects[project] ?? every) : every;
}

export function isUnlimited({ maxAgeDays, maxBytes }: RetentionPolicy): boolean {
  return maxAgeDays === undefined && maxBytes === undefined;
}
