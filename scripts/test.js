/**
 * `npm test`: installs what is missing, runs every check, and ends with one line, `N passed, N failed`. A check that is no
 * test run (compiler, linter, build) counts as one.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb, bundlePackages, install, ROOT, runTool } from './prepare.js';

const SOURCES = join(ROOT, 'examples', 'sources');

/** @type {(readonly [string, () => boolean])[]} */
const CHECKS = [
  ['compile', () => runTool('tsc', ['-b'])],
  ['compile the tests', () => runTool('tsc', ['-p', 'tsconfig.test.json'])],
  ['lint', () => runTool('oxlint', ['--type-aware', '--deny-warnings'])],
  ['format', () => runTool('oxfmt', ['--check', '.'])],
  ['unused code', () => runTool('knip', [])],
  ['join the packages', bundlePackages],
  ['build the page', buildWeb],
];

let passed = 0;
let failed = 0;

if (install()) {
  // Agent frameworks that only tests and examples need. Their tests are skipped without them, and fail in CI.
  if (install(SOURCES)) CHECKS.push(['compile the sources', () => runTool('tsc', ['-p', SOURCES])]);
  else console.log('SKIPPED: the tests of real sources, whose packages could not be installed');
  for (const [name, check] of CHECKS) {
    console.log(`\n== ${name}`);
    if (check()) passed += 1;
    else {
      failed += 1;
      console.log(`FAILED: ${name}`);
    }
  }
  console.log('\n== tests');
  const tests = runTests();
  passed += tests.passed;
  failed += tests.failed;
} else {
  failed += 1;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-test-'));
  const report = join(folder, 'report.json');
  // Tests make their own stores, whatever store the person works with.
  const { TRACEWRIGHT_DB: _store, ...inherited } = process.env;
  // All was built just now: tests take that, which spares most of their time.
  const env = {
    ...inherited,
    TRACEWRIGHT_BUILT: '1',
    TRACEWRIGHT_WEB: join(ROOT, 'packages', 'web', 'dist'),
  };
  try {
    const isOk = runTool(
      'vitest',
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      { env },
    );
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    // A file that cannot be loaded fails without a failed test.
    return { passed: numPassedTests, failed: isOk ? numFailedTests : Math.max(1, numFailedTests) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
