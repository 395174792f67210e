/**
 * Induction on shapes that agents outside write, each rendered from the same scripted conversations, so that the steps are known:
 * `npm run bench -- induce-shapes [NAME|PART...] [--steps] [--written=WAY]`, a part being `tuned` or `held-out-3`, say, a way one of `induce-shapes/written-otherwise.ts`
 * for the texts. Adapters are induced and steps are counted as in the bench `induce`.
 */
import {
  createContentReader,
  type ImportFormat,
  memoryFile,
  type PlannedUnit,
  refuse,
} from '@tracewright/importers';
import { compareFiles, EMPTY_TALLY, induceByKind, readInduced, type ReadRun, type Tally } from './induce.ts';
import { toCompared, toComparedParts } from './induce-compare.ts';
import { PARTS, SHAPES } from './induce-shapes/all-shapes.ts';
import type { Shape, ShapeFile } from './induce-shapes/shape.ts';
import { writtenAs } from './induce-shapes/written-otherwise.ts';

/** No importer reads the shapes: what stands in them is written down beside them. */
const UNREAD: ImportFormat = {
  name: 'unread',
  title: 'read by no importer',
  versions: '',
  kept: 'nothing',
  dropped: 'everything',
  specification: '',
  detect: () => refuse('a shape of the bench'),
  async *import() {
    yield* [];
  },
};

const COLUMNS = ['steps', 'induced', 'equal', 'role', 'tool', 'arguments', 'result'] as const;

interface Measured {
  readonly name: string;
  readonly shape: Shape;
  readonly share: number;
  readonly isDoubtful: boolean;
}

/** A shape of which less is read is read badly. */
const WELL_READ = 0.8;

export async function run(args: readonly string[]): Promise<void> {
  const shows = args.includes('--steps');
  const parts: Readonly<Record<string, readonly string[]>> = PARTS;
  const only = args.filter((arg) => !arg.startsWith('--')).flatMap((arg) => parts[arg] ?? [arg]);
  console.log(['shape', 'form', 'part', 'files', ...COLUMNS, 'container'].join('\t'));
  const measured: Measured[] = [];
  const way = args.find((arg) => arg.startsWith('--written='))?.slice('--written='.length);
  for (const [name, plain] of Object.entries(SHAPES)) {
    if (only.length > 0 && !only.includes(name)) continue;
    if (way !== undefined && plain.form !== 'text') continue;
    const shape = way === undefined ? plain : writtenAs(plain, way);
    const { row, ...shares } = await measureShape(name, shape, shows);
    console.log(row);
    measured.push({ name, shape, ...shares });
  }
  for (const form of ['json', 'text']) {
    const alike = measured.filter(({ shape }) => shape.form === form);
    const means = [
      `all ${mean(alike)}`,
      ...Object.entries(PARTS).map(
        ([part, names]) => `${part} ${mean(alike.filter(({ name }) => names.includes(name)))}`,
      ),
    ];
    console.log(`# mean over ${alike.length} shapes, ${form}: ${means.join(', ')}`);
  }
  console.log(describeDoubts(measured));
}

/** Whether what an import says against its reading tells the badly read shapes from the others. */
function describeDoubts(measured: readonly Measured[]): string {
  const counts = [true, false].map((isBad) => {
    const alike = measured.filter(({ share }) => share < WELL_READ === isBad);
    return `${alike.filter(({ isDoubtful }) => isDoubtful).length} of ${alike.length}`;
  });
  return `# doubted: ${counts[0]} shapes of which less than ${WELL_READ} is read, ${counts[1]} of the others`;
}

function partOf(name: string): string {
  return Object.entries(PARTS).find(([, names]) => names.includes(name))?.[0] ?? '';
}

function mean(list: readonly Measured[]): string {
  return list.length === 0 ? '-' : (list.reduce((sum, { share }) => sum + share, 0) / list.length).toFixed(3);
}

/** The share of its steps that induction reads as they are. */
export async function measureShape(
  name: string,
  shape: Shape,
  shows: boolean = false,
): Promise<Pick<Measured, 'share' | 'isDoubtful'> & { readonly row: string }> {
  if (shows) console.log(`# ${name}: ${shape.source}`);
  const open = createContentReader();
  const files = shape.files();
  const units = files.map(({ path, text }): PlannedUnit => ({
    format: UNREAD,
    file: memoryFile(path, text),
    parts: [],
  }));
  const matched = await induceByKind(units, open);
  const tally: Tally = { ...EMPTY_TALLY };
  for (const [index, unit] of units.entries()) {
    const expected = toRuns(files[index]);
    const induced = await readInduced(unit, matched, open);
    const equalBefore = tally.equal;
    const stepsBefore = tally.steps;
    compareFiles(expected, induced, tally);
    if (shows && tally.equal - equalBefore < tally.steps - stepsBefore)
      showFile(unit.file.path, expected, induced);
  }
  const part = (count: number): string => (count / Math.max(1, tally.steps)).toFixed(3);
  const bodies = matched.map(({ chosen: { adapter } }) => adapter.body);
  if (shows)
    for (const body of bodies)
      console.log(`  ${JSON.stringify({ ...body, fields: [], roles: {}, status: {} })}`);
  const container = bodies
    .map(({ container: kind, runs, records }) => `${kind} ${runs.at}|${records}`)
    .join(' and ');
  const shares = (['equal', 'role', 'tool', 'arguments', 'result'] as const).map((column) =>
    part(tally[column]),
  );
  return {
    share: tally.equal / Math.max(1, tally.steps),
    // Where nothing is read at all, the import says so.
    isDoubtful:
      matched.length === 0 ||
      matched.some(({ chosen: { adapter } }) => (adapter.metrics['doubts'] as readonly string[]).length > 0),
    row: [name, shape.form, partOf(name), files.length, tally.real, tally.induced, ...shares, container].join(
      '\t',
    ),
  };
}

function toRuns(file: ShapeFile | undefined): ReadRun[] {
  return (file?.runs ?? []).map((steps) => ({
    steps: steps.map((step) => toComparedParts(toCompared(step))),
  }));
}

function showFile(path: string, expected: readonly ReadRun[], induced: readonly ReadRun[]): void {
  const print = (runs: readonly ReadRun[]): string =>
    runs.map(({ steps }) => steps.map((step) => `    ${JSON.stringify(step)}`).join('\n')).join('\n    --\n');
  console.log(`  ${path}, expected:\n${print(expected)}\n  induced:\n${print(induced)}`);
}
