/** `live-crash [kills] [seed]`: the built server under load, killed at random moments; acknowledged spans against stored ones. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Ended, Running } from '../test/e2e/cli-process.ts';
import { runLiveCrash } from '../test/e2e/live-crash.ts';
import { printFigure } from './figure.ts';

const COMMAND = join(resolve(import.meta.dirname, '..'), 'packages', 'cli', 'bin', 'tracewright.js');

function startServer(db: string): Running {
  const child: ChildProcess = spawn(
    process.execPath,
    [COMMAND, 'serve', '--db', db, '--port', '0', '--json', '--no-grpc'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let stdout = '';
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, stdout, stderr: '' })));
  const until = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((done, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        const match = pattern.exec(stdout);
        if (match !== null) done(match);
      });
      void ended.then(({ code }) => reject(new Error(`the server ended with ${code} before it listened`)));
    });
  return { process: child, until, ended };
}

export async function run([kills = '200', seed = '1']: readonly string[]): Promise<void> {
  const report = await runLiveCrash({
    kills: Number(kills),
    seed: Number(seed),
    startServer,
    onKill: (kill, acknowledged) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${kill} kills, ${acknowledged} spans acknowledged `);
    },
  });
  printFigure('kills', report.kills, 'kills');
  printFigure('killed while starting', report.killedWhileStarting, 'kills', report.kills);
  printFigure('spans acknowledged', report.acknowledged, 'spans');
  printFigure('stored without an acknowledgement', report.unacknowledged, 'spans');
  printFigure('missing, doubled or wrong', report.failures.length, 'spans');
  for (const failure of report.failures) console.log(failure);
  if (report.failures.length > 0) process.exitCode = 1;
}
