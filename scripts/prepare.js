/** Installs and builds what a clone lacks, and nothing else. Plain Node: it runs before anything is installed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = dirname(import.meta.dirname);
const WEB = join(ROOT, 'packages', 'web');
const CACHE = join(ROOT, 'node_modules', '.cache');
/** Those that touch neither Node nor the DOM. */
export const PURE_PACKAGES = ['core', 'numeric', 'llm', 'importers', 'analysis'];

/**
 * Runs one of the installed tools in the clone, its output passed on.
 * @param {string} name as in node_modules/.bin
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {boolean} whether it succeeded
 */
export function runTool(name, args, options = {}) {
  const isWindows = process.platform === 'win32';
  const file = join(ROOT, 'node_modules', '.bin', isWindows ? `${name}.cmd` : name);
  const { status, error } = spawnSync(file, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: isWindows,
    ...options,
  });
  if (error !== undefined) console.error(`${name}: ${error.message}`);
  return status === 0;
}

/** Runs a script that stands beside this file. @returns {boolean} */
function runScript(name, ...args) {
  const file = join(import.meta.dirname, name);
  return spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' }).status === 0;
}

/**
 * Installs when the lock file and what is installed differ.
 * @param {string} [folder] of a package.json and its lock file
 * @returns {boolean} whether everything is installed
 */
export function install(folder = ROOT) {
  const reason = findMissing(folder);
  if (reason === undefined) return true;
  console.error(`Installing dependencies (${reason}) …`);
  const npm = process.env['npm_execpath'];
  const [file, args] = npm === undefined ? ['npm', ['ci']] : [process.execPath, [npm, 'ci']];
  const { status } = spawnSync(file, args, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: npm === undefined && process.platform === 'win32',
  });
  if (status !== 0)
    console.error('npm ci failed: see above. Without a network, install once where there is one.');
  return status === 0;
}

/** What the lock file asks for and node_modules lacks, in words; undefined when nothing. */
function findMissing(folder) {
  const installedPath = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return 'nothing is installed yet';
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    if (found === undefined && entry.optional === true && !isForThisMachine(entry)) continue;
    if (found === undefined || !existsSync(join(folder, path))) return `${path} is missing`;
    if (found.version !== entry.version || found.integrity !== entry.integrity)
      return `${path} is not ${entry.version}`;
  }
  return undefined;
}

/** Optional packages are the native parts of each platform; only those of this one are needed. */
function isForThisMachine({ os, cpu, libc }) {
  if (os === undefined || cpu === undefined) return false;
  const isGlibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
  return (
    os.includes(process.platform) &&
    cpu.includes(process.arch) &&
    (libc === undefined || libc.includes(isGlibc ? 'glibc' : 'musl'))
  );
}

/** Compiles the packages; a second time takes a moment. @returns {boolean} */
export function buildPackages() {
  return runTool('tsc', ['-b']) && bundlePackages();
}

/** Joins the compiled files of packages; after the compiler. @returns {boolean} */
export function bundlePackages() {
  const folders = PURE_PACKAGES.map((name) => join(ROOT, 'packages', name));
  const outputs = folders.map((folder) => join(folder, 'dist', 'bundle', 'index.js'));
  const sources = [...folders.map((folder) => join(folder, 'src')), join(ROOT, 'scripts', 'bundle.js')];
  return makeOnce('bundles', sources, outputs, () => {
    const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'bundle.js')], {
      stdio: 'inherit',
    });
    return status === 0;
  });
}

/** Builds the page. @returns {boolean} */
export function buildWeb() {
  const sources = [
    join(WEB, 'src'),
    join(WEB, 'public'),
    join(WEB, 'early.js'),
    join(WEB, 'index.html'),
    join(WEB, 'vite.config.ts'),
    join(ROOT, 'packages', 'core', 'src'),
    join(ROOT, 'packages', 'numeric', 'src'),
    join(ROOT, 'packages', 'analysis', 'src'),
    join(ROOT, 'package-lock.json'),
    join(ROOT, 'scripts', 'compress-page.js'),
  ];
  const output = join(WEB, 'dist');
  return makeOnce('web', sources, [join(output, 'index.html')], () => {
    console.error('Building the page …');
    return (
      runTool('vite', ['build', '--logLevel', 'warn'], { cwd: WEB }) && runScript('compress-page.js', output)
    );
  });
}

/**
 * Makes what is there already only when its sources have changed since.
 * @param {string} name of what is made
 * @param {readonly string[]} sources
 * @param {readonly string[]} outputs
 * @param {() => boolean} make
 */
function makeOnce(name, sources, outputs, make) {
  const hashPath = join(CACHE, `tracewright-${name}.hash`);
  const hash = hashSources(sources);
  const isThere = outputs.every((path) => existsSync(path)) && existsSync(hashPath);
  if (isThere && readFileSync(hashPath, 'utf8') === hash) return true;
  if (!make()) return false;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(hashPath, hash);
  return true;
}

/** @param {readonly string[]} paths files and folders; those absent count as empty */
function hashSources(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    if (!existsSync(path)) return;
    const files = readdirSync(path, { withFileTypes: true, recursive: true }).filter(
      (entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name),
    );
    for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort())
      hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  };
  for (const path of paths) {
    if (/\.[a-z]+$/.test(path)) hash.update(existsSync(path) ? readFileSync(path) : '');
    else visit(path);
  }
  return hash.digest('hex');
}
