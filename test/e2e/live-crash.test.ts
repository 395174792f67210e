/** The short version of `npm run bench -- live-crash`: a server under load, killed again and again, from source. */
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { startCli } from './cli-process.ts';
import { runLiveCrash } from './live-crash.ts';

it('loses nothing that it acknowledged and stores nothing twice when it is killed under load', async () => {
  const report = await runLiveCrash({
    kills: 8,
    seed: 20_261_125,
    startServer: (db) =>
      startCli(['serve', '--port', '0', '--json', '--no-grpc', '--db', db], { cwd: dirname(db) }),
  });
  expect(report.failures).toEqual([]);
  expect(report.killedWhileStarting).toBe(1);
  expect(report.acknowledged).toBeGreaterThan(1000);
}, 240_000);
