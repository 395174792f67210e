/**
 * `npm start [-- PATH... --port N]`: installs and builds what is missing, imports the bundled example runs and the paths
 * given, and serves them on http://127.0.0.1:4318.
 */
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { buildPackages, buildWeb, install, ROOT } from './prepare.js';

const EXAMPLES = 'examples/runs';
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
  const store =
    values.some((value) => /^--db(?:=|$)/.test(value)) || process.env['TRACEWRIGHT_DB'] !== undefined
      ? []
      : ['--db', '.tracewright/traces.duckdb'];
  const examples = existsSync(join(ROOT, EXAMPLES)) ? [EXAMPLES] : [];
  const named = paths.map((path) => (isAbsolute(path) ? path : relative(ROOT, resolve(stood, path)) || '.'));
  process.argv = [process.execPath, 'tracewright', 'serve', ...store, ...values, ...examples, ...named];
  const { runFromProcess } = await import('@tracewright/cli');
  await runFromProcess();
} else {
  process.exitCode = 1;
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
