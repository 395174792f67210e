/**
 * `npm start [-- PATH... --port N]`: installs and builds what is missing, imports the bundled example runs into a store that it has not
 * started with before, and the paths given, and serves them on http://127.0.0.1:4318.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { buildPackages, buildWeb, install, ROOT } from './prepare.js';

const EXAMPLES = 'examples/runs';
const STORE = '.tracewright/traces.duckdb';
/** Options of `serve` whose value is the next argument. */
const TAKE_VALUES = [
  '--db',
  '--port',
  '--host',
  '--grpc-port',
  '--durability',
  '--masking-policy',
  '--prices',
  '--max-export',
  '--queue',
  '--retain-days',
  '--retain-size',
  '--rate-requests',
  '--rate-bytes',
];

if (install() && buildPackages() && buildWeb()) {
  // npm runs scripts in the clone; the paths were typed where the person stood.
  const stood = process.env['INIT_CWD'] ?? process.cwd();
  process.chdir(ROOT);
  const { values, paths } = splitArguments(process.argv.slice(2));
  const named = findStore(values) ?? process.env['TRACEWRIGHT_DB'];
  const store = named === undefined ? ['--db', STORE] : [];
  // Who only asks for help has started nothing yet.
  const starts = !values.some((value) => value === '--help' || value === '--version');
  const examples =
    starts && existsSync(join(ROOT, EXAMPLES)) && isFirstStart(named ?? STORE) ? [EXAMPLES] : [];
  const asked = paths.map((path) => (isAbsolute(path) ? path : relative(ROOT, resolve(stood, path)) || '.'));
  process.argv = [process.execPath, 'tracewright', 'serve', ...store, ...values, ...examples, ...asked];
  const { runFromProcess } = await import('@tracewright/cli');
  await runFromProcess();
} else {
  process.exitCode = 1;
}

/** Whoever deleted the examples does not want them back: a mark beside the store says that they were there. */
function isFirstStart(store) {
  const mark = `${store}.started`;
  if (existsSync(mark)) return false;
  try {
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(
      mark,
      'The example runs were imported once; without this file the next start brings them again.\n',
    );
  } catch {
    // The server says what is wrong with the folder.
  }
  return true;
}

/** What `--db` says, if it is there. */
function findStore(values) {
  const at = values.findIndex((value) => /^--db(?:=|$)/.test(value));
  if (at === -1) return undefined;
  return values[at] === '--db' ? values[at + 1] : values[at].slice('--db='.length);
}

/** Options (with their values) and paths, apart: the values of `serve` options are not paths. */
function splitArguments(args) {
  const values = [];
  const paths = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (!argument.startsWith('--')) paths.push(argument);
    else {
      values.push(argument);
      const takesValue = !argument.includes('=') && TAKE_VALUES.includes(argument);
      if (takesValue && index + 1 < args.length) values.push(args[(index += 1)] ?? '');
    }
  }
  return { values, paths };
}
