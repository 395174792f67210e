/**
 * Names of projects. What a peer's header or resource names is brought to the form that a file name can have on every
 * system; two spellings of one name (`My App`, `my-app`) are one project.
 */
import { TraceError } from '@tracewright/core';

/** The project of the file given by --db. */
export const DEFAULT_PROJECT = 'default';
const MAX_LENGTH = 64;
const NAME = /^[a-z0-9_-]{1,64}$/;
/** Windows takes them for devices, whatever stands after a dot. Source: Microsoft, "Naming Files, Paths, and Namespaces". */
const DEVICE = /^(?:con|nul|aux|prn|com\d|lpt\d)$/;

export function isProjectName(text: string): boolean {
  return NAME.test(text) && !DEVICE.test(text);
}

/** @throws TraceError `request-invalid` when nothing is left of the name, or it is too long */
export function normaliseProject(text: string, where: string): string {
  const name = toName(text);
  if (isProjectName(name)) return name;
  throw new TraceError('request-invalid', {
    where,
    message:
      name === ''
        ? `"${text.slice(0, 60)}" is no name of a project`
        : DEVICE.test(name)
          ? `"${name}" is no name of a project: Windows cannot have a file of that name`
          : `the name of the project is longer than ${MAX_LENGTH} characters: "${name.slice(0, 60)}…"`,
    fix: `use 1 to ${MAX_LENGTH} lower-case letters, digits, - and _`,
  });
}

/** As `normaliseProject`, undefined where it throws. */
export function findProject(text: string): string | undefined {
  const name = toName(text);
  return isProjectName(name) ? name : undefined;
}

function toName(text: string): string {
  return (
    text
      // Over-long input is cut before it is worked on; what is kept is still too long.
      .slice(0, 4 * MAX_LENGTH)
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
  );
}

/** Phoenix, Weave and our own: the project that a resource's attributes name. */
const PROJECT_ATTRIBUTES: readonly string[] = [
  'tracewright.project',
  'openinference.project.name',
  'wandb.project',
];

/**
 * The project named by an OTLP resource, the second source after the headers. A name that cannot be one is passed over: it costs
 * no spans, and stays where it is as an attribute.
 */
export function projectOfResource(attributes: Readonly<Record<string, unknown>>): string | undefined {
  for (const attribute of PROJECT_ATTRIBUTES) {
    const value = attributes[attribute];
    if (typeof value !== 'string') continue;
    // Weave's older header says ENTITY/PROJECT: both ways lead to one project.
    const entity = attribute === 'wandb.project' ? attributes['wandb.entity'] : undefined;
    const name = findProject(typeof entity === 'string' && entity !== '' ? `${entity}/${value}` : value);
    if (name !== undefined) return name;
  }
  return undefined;
}
